import { fetchLate } from './late-part.ts';

type Net = Awaited<ReturnType<typeof fetchLate<'net'>>>;

/** How long it may take; then the panel does without. In milliseconds. */
const patienceMs = 6_000;
const came = Promise.withResolvers<Net>();

/** The part for other tabs and what is to outlast the page, fetched when asked for; rejects where it does not come in time. */
export const netPart = (): Promise<Net> => {
  const coming = fetchLate('net');
  void coming.then(came.resolve);
  return Promise.race([coming, new Promise<never>((_, reject) => setTimeout(reject, patienceMs))]);
};

/** The same, for who does not ask for it. */
export const netCame = came.promise;
