import { cardToText, partsToText, type AnyEntry, type Entry } from '@shopbell/protocol';

const below = (text: string | undefined): string =>
  text === undefined ? '' : `\n${text}`.replaceAll('\n', '\n  ');

const actionLine = ({ data: { name, step, plan, card } }: Entry<'action'>): string => {
  const shown = plan?.card ?? card;
  return `[${name}] ${step}${plan ? `: ${plan.summary}` : ''}${below(shown && cardToText(shown))}`;
};

/** An entry as a line of a script: `Ada: Hello`, `[refund.issue] planned: We send €5.00 back.`; a card’s text below it. */
export const lineOf = (entry: AnyEntry): string => {
  switch (entry.type) {
    case 'message':
      return `${entry.by.name}: ${partsToText(entry.data.parts)}`;
    case 'note':
      return `${entry.by.name}, to staff: ${entry.data.text}`;
    case 'assignment':
      return `[assigned] ${entry.data.to?.name ?? 'to nobody'}`;
    case 'status':
      return `[status] ${entry.data.status}`;
    case 'action':
      return actionLine(entry);
    case 'identity':
      return `[identity] ${entry.data.step}${entry.data.address ? ` ${entry.data.address}` : ''}`;
    case 'followup':
      return `[follow-up] ${entry.data.state}: ${entry.data.text}`;
    case 'draft':
      return `[draft] ${entry.data.step}${entry.data.parts ? `: ${partsToText(entry.data.parts)}` : ''}`;
    case 'outcome':
      return `[outcome] ${entry.data.resolution}: ${entry.data.reason}`;
    case 'form':
      return `[form] ${entry.data.form}: ${entry.data.answers.map(({ id, value }) => `${id}=${value}`).join(', ')}`;
    case 'rating':
      return `[rating] ${entry.data.score} of ${entry.data.of}${entry.data.comment ? `: ${entry.data.comment}` : ''}`;
    case 'greeting':
      return `${entry.data.by}, by itself: ${entry.data.text}`;
    case 'erased':
      return '[erased]';
    case 'unknown':
      return `[${entry.wireType}]`;
    default:
      return entry satisfies never;
  }
};
