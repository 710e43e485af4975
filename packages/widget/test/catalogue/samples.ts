import { cardViews } from './card-samples.ts';
import { connectionSamples } from './connection-samples.ts';
import { emojiViews } from './emoji-samples.ts';
import { fileViews } from './file-samples.ts';
import { formViews } from './form-samples.ts';
import { helpViews } from './help-samples.ts';
import { identityViews } from './identity-samples.ts';
import { messageSamples } from './message-samples.ts';
import type { Sample } from './sample.ts';
import { saidIn } from './said.ts';

/** Every state of every view of the panel; people in it speak the language asked for. */
export const samplesIn = (locale: string): Sample[] => {
  const said = saidIn(locale);
  return [
    ...connectionSamples(said),
    ...messageSamples(said),
    ...cardViews(),
    ...identityViews(said),
    ...emojiViews(said),
    ...fileViews(said),
    ...formViews(said),
    ...helpViews(said),
  ];
};
