import { clientsIn, databaseIn, type Weather } from './network.ts';

/** Nothing reaches the far side any more; what it says does come. */
const weather: Weather = {
  name: 'one-way-up',
  fault: 'one-way: up is lost',
  begin: (proxy) => proxy.drop('up'),
  isOut: true,
};

/** Between the clients and the relay. */
export const oneWayUpClients = clientsIn(weather);
/** Between the relay and its PostgreSQL. */
export const oneWayUpDatabase = databaseIn(weather);
