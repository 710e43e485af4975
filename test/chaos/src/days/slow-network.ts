import { clientsIn, databaseIn, type Weather } from './network.ts';

/** Everything takes 150 ms each way, and no more than 64 kB a second come through. */
const weather: Weather = {
  name: 'slow-network',
  fault: 'slow',
  begin: (proxy) => {
    proxy.delay(150);
    proxy.limit(64_000);
  },
  isOut: false,
};

/** Between the clients and the relay. */
export const slowClients = clientsIn(weather);
/** Between the relay and its PostgreSQL. */
export const slowDatabase = databaseIn(weather);
