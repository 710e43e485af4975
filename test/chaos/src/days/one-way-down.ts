import { clientsIn, databaseIn, type Weather } from './network.ts';

/** All reaches the far side; nothing comes back. */
const weather: Weather = {
  name: 'one-way-down',
  fault: 'one-way: down is lost',
  begin: (proxy) => proxy.drop('down'),
  isOut: true,
};

/** Between the clients and the relay. */
export const oneWayDownClients = clientsIn(weather);
/** Between the relay and its PostgreSQL. */
export const oneWayDownDatabase = databaseIn(weather);
