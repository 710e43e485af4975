import type { JSX } from 'preact';
import type { ViewProps } from '../panel/views/view-props.ts';
import { addStyles } from './add-styles.ts';
import { TalksButton } from './talks-button.tsx';
import { TalksList } from './talks-list.tsx';
import css from './talks.css?inline';

addStyles(css);

/** The shopper’s conversations: the list of them, or the way there. */
export const Talks = ({ isList, ...props }: ViewProps & { isList: boolean }): JSX.Element =>
  isList ? <TalksList {...props} /> : <TalksButton {...props} />;
