import { clientsIn, databaseIn, type Weather } from './network.ts';

/** Nothing comes through either way, and nobody is told. */
const weather: Weather = {
  name: 'half-open',
  fault: 'half-open',
  begin: (proxy) => proxy.freeze(),
  isOut: true,
};

/** Between the clients and the relay. */
export const halfOpenClients = clientsIn(weather);
/** Between the relay and its PostgreSQL. */
export const halfOpenDatabase = databaseIn(weather);
