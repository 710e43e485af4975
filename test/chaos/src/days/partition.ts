import { clientsIn, databaseIn, type Weather } from './network.ts';

/** Connections are cut and new ones refused: everybody is told. */
const weather: Weather = {
  name: 'partition',
  fault: 'partition',
  begin: (proxy) => {
    proxy.refuse(true);
    proxy.cut();
  },
  isOut: true,
};

/** Between the clients and the relay. */
export const partitionClients = clientsIn(weather);
/** Between the relay and its PostgreSQL. */
export const partitionDatabase = databaseIn(weather);
