import { createReadStream, createWriteStream } from 'node:fs';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { refuse } from '@shopbell/protocol';
import type { Command } from 'commander';
import { verifyChains, type Finding, type Head, type Verdict } from '../log/verify.ts';
import { withData } from './flags.ts';
import { atWork, type CommonOptions, type Surroundings } from './workplace.ts';

type VerifyOptions = CommonOptions & { heads?: string; against?: string };

const headPattern = /^(\S+) (\d+) ([0-9a-f]{64})$/;
const shownMax = 20;
const progressEvery = 100_000;

const readHeads = async (file: string): Promise<Head[]> => {
  const heads: Head[] = [];
  const input = createReadStream(file);
  await once(input, 'open').catch((error: unknown) => {
    throw refuse('bad_request', `--against ${file} cannot be read: ${String(error)}`);
  });
  for await (const line of createInterface({ input })) {
    const [, conversation, seq, link] = headPattern.exec(line) ?? [];
    if (conversation === undefined || seq === undefined || link === undefined)
      throw refuse(
        'bad_request',
        `Line ${heads.length + 1} of ${file} is not “<conversation> <seq> <link>”: is it from --heads?`,
      );
    heads.push({ conversation, seq: Number(seq), link });
  }
  return heads;
};

/** Writes heads line by line; nothing when no file is asked for. */
const openHeads = async (file: string | undefined) => {
  if (file === undefined) return { add: undefined, close: () => Promise.resolve() };
  const output = createWriteStream(file);
  await once(output, 'open').catch((error: unknown) => {
    throw refuse('bad_request', `--heads ${file} cannot be written: ${String(error)}`);
  });
  return {
    add: ({ conversation, seq, link }: Head) => void output.write(`${conversation} ${seq} ${link}\n`),
    close: async () => {
      output.end();
      await once(output, 'finish');
    },
  };
};

const counted = (count: number, one: string, many: string): string => `${count} ${count === 1 ? one : many}`;

/** A clean verdict for people. */
export const sentenceOf = ({ entries, conversations, erased }: Verdict): string => {
  const gone = erased > 0 ? `, ${erased} of them erased with their places kept` : '';
  const where = counted(conversations, 'conversation', 'conversations');
  return `All as it was written: ${counted(entries, 'entry', 'entries')}${gone} in ${where}.`;
};

const lineOf = ({ conversation, seq, what }: Finding): string => `  ${conversation}, entry ${seq}: ${what}`;

/** The refusal that names what was altered. */
export const altered = ({ findings, entries }: Verdict): Error => {
  const shown = findings.slice(0, shownMax).map(lineOf).join('\n');
  const rest = findings.length > shownMax ? `\n  and ${findings.length - shownMax} more` : '';
  return refuse(
    'conflict',
    `Altered: ${counted(findings.length, 'conversation', 'conversations')} (${entries} entries read). ` +
      `The first altered entry of each:\n${shown}${rest}\nCompare with a backup, and find out who could write to the database.`,
  );
};

const verify = (around: Surroundings, options: VerifyOptions): Promise<void> =>
  atWork(options, around, async ({ store, output }) => {
    const against = options.against === undefined ? [] : await readHeads(options.against);
    const heads = await openHeads(options.heads);
    let next = progressEvery;
    const onProgress = (entries: number): void => {
      if (entries < next) return;
      next += progressEvery;
      around.err(`${entries} entries …\n`);
    };
    const verdict = await verifyChains(store, {
      against,
      onProgress,
      ...(heads.add === undefined ? {} : { onHead: heads.add }),
    });
    await heads.close();
    if (verdict.findings.length === 0) output.done(sentenceOf(verdict), verdict);
    else if (options.json === true) output.done('', verdict);
    if (verdict.findings.length > 0) throw altered(verdict);
  });

/** `shopbell verify` */
export const addVerifyCommand = (program: Command, around: Surroundings): void => {
  withData(program.command('verify'))
    .description('check that no entry was altered, removed or moved; may run beside the relay')
    .option('--heads <file>', 'write where each chain is now, to be kept elsewhere')
    .option('--against <file>', 'check against heads kept earlier: finds a chain rewritten to its end')
    .action((options: VerifyOptions) => verify(around, options));
};
