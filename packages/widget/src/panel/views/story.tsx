import type { JSX } from 'preact';
import { useLate } from '../late-part.ts';
import { storyText, type StoryItem } from '../story.ts';
import { actionLine } from '../timeline.ts';
import type { ViewProps } from './view-props.ts';

/** An action with a plan; in words until what draws it is there. */
export const Story = ({ story, ...props }: ViewProps & { story: StoryItem }): JSX.Element => {
  const late = useLate();
  const { state, words } = props;
  const last = story.steps.at(-1);
  return (
    <li class="message last">
      {late ? (
        <late.StoryView story={story} {...props} />
      ) : (
        <p class="sb-card text">{storyText(story, state.locale, last ? actionLine(last, words) : null)}</p>
      )}
    </li>
  );
};
