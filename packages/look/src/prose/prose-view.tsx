import { parseProse, type Block, type ListItem, type Run } from '@shopbell/protocol/prose';
import type { JSX } from 'preact';

type Words = { opensNewTab: string };

const Link = ({ run, words }: { run: Extract<Run, { kind: 'link' }>; words: Words }): JSX.Element => (
  <>
    <a href={run.href} target="_blank" rel="noopener noreferrer nofollow">
      <bdi>{run.text}</bdi>
      <span class="sb-hidden"> ({words.opensNewTab})</span>
    </a>
    {run.shown === null ? null : (
      <span class="sb-leads-to">
        {' '}
        (<bdi dir="ltr">{run.shown}</bdi>)
      </span>
    )}
  </>
);

const RunView = ({ run, words }: { run: Run; words: Words }): JSX.Element => {
  switch (run.kind) {
    case 'text':
      return <>{run.text}</>;
    case 'code':
      return <code>{run.text}</code>;
    case 'link':
      return <Link run={run} words={words} />;
    case 'strong':
      return (
        <strong>
          <Runs runs={run.runs} words={words} />
        </strong>
      );
    case 'em':
      return (
        <em>
          <Runs runs={run.runs} words={words} />
        </em>
      );
    default:
      return run satisfies never;
  }
};

const Runs = ({ runs, words }: { runs: readonly Run[]; words: Words }): JSX.Element => (
  <>
    {runs.map((run, index) => (
      <RunView key={index} run={run} words={words} />
    ))}
  </>
);

const List = ({ items, words }: { items: readonly ListItem[]; words: Words }): JSX.Element => {
  const rows = items.map(({ number, runs }, index) => (
    <li key={index} {...(number === null ? {} : { value: number })}>
      <Runs runs={runs} words={words} />
    </li>
  ));
  return items[0]?.number === null ? <ul dir="auto">{rows}</ul> : <ol dir="auto">{rows}</ol>;
};

const BlockView = ({ block, words }: { block: Block; words: Words }): JSX.Element => {
  switch (block.kind) {
    case 'words':
      return (
        <p dir="auto">
          <Runs runs={block.runs} words={words} />
        </p>
      );
    case 'list':
      return <List items={block.items} words={words} />;
    case 'code':
      return (
        // Scrolled by keyboard, too.
        <pre dir="ltr" tabIndex={0}>
          <code>{block.lines.join('\n')}</code>
        </pre>
      );
    default:
      return block satisfies never;
  }
};

/** What somebody wrote, with its light formatting, as elements of ours and text nodes. */
export const Prose = ({ text, words }: { text: string; words: Words }): JSX.Element => (
  <div class="sb-prose">
    {parseProse(text).map((block, index) => (
      <BlockView key={index} block={block} words={words} />
    ))}
  </div>
);
