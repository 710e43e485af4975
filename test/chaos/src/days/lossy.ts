import { clientsIn, databaseIn, type Weather } from './network.ts';

/** Five of a hundred chunks are lost and sent again, as TCP does. */
const weather: Weather = {
  name: 'lossy',
  fault: '5 % loss',
  begin: (proxy, random) => proxy.lose(5, random),
  isOut: false,
};

/** Between the clients and the relay. */
export const lossyClients = clientsIn(weather);
/** Between the relay and its PostgreSQL. */
export const lossyDatabase = databaseIn(weather);
