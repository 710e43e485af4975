import type { JSX } from 'preact';
import { useLate } from '../late-part.ts';
import type { StoryItem } from '../story.ts';
import type { ViewProps } from './view-props.ts';
import { Waiting } from './waiting.tsx';

/** An action with a plan; what it is about, in the shop’s words, until what draws it is there. */
export const Story = ({ story, ...props }: ViewProps & { story: StoryItem }): JSX.Element => {
  const late = useLate('story');
  return (
    <li class="message last">
      {late ? (
        <late.StoryView story={story} {...props} />
      ) : (
        <>
          <p class="bubble text" dir="auto">
            {story.plan.summary}
          </p>
          <Waiting late={late} words={props.words} />
        </>
      )}
    </li>
  );
};
