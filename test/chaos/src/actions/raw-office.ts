import { connectPeer, type Peer, type Reply, type RunningRelay } from '@shopbell-test/kit';
import type { ActionTask } from '@shopbell/protocol';
import type { PaymentLedger } from './payment-ledger.ts';
import { tillHandlers } from './payments.ts';

/** How an office misbehaves that is not built on the SDK, once it has paid. */
export type Misconduct = 'answers twice' | 'answers late' | 'sends garbage' | 'sends 10 MB';

/** What it did, for those who judge: for each action, what the relay said to the report it should not have sent. */
export type RawOffice = AsyncDisposable & { readonly answers: ReadonlyMap<string, string> };

type Given = Pick<ActionTask, 'id' | 'lease'>;

const offers = (ledger: PaymentLedger) =>
  tillHandlers({ ledger, lateMs: 0, at: () => Promise.resolve() }).map(({ offer }) => offer);

const codeOf = (reply: Reply): string => (reply.ok ? 'taken' : reply.error.code);

type Parts = { ledger: PaymentLedger; misconduct: Misconduct; answers: Map<string, string> };

/** Reports on what it is asked, each in its own way. */
const createConduct = (peer: Peer, { ledger, misconduct, answers }: Parts) => {
  const late = new Map<string, Given>();
  const report = ({ id: action, lease }: Given, what: object): Promise<Reply> =>
    peer.ask('action:report', { action, lease, ...what });
  const paid = { step: 'succeeded', output: { paid: 1 } };
  const note = (id: string, reply: Reply): void => void answers.set(id, codeOf(reply));

  const afterPaying: Record<Misconduct, (task: Given) => Promise<unknown>> = {
    'answers twice': async (task) => {
      const [, second] = await Promise.all([report(task, paid), report(task, paid)]);
      note(task.id, second);
    },
    'answers late': async (task) => void late.set(task.id, task),
    'sends garbage': async (task) =>
      note(task.id, await report(task, { step: 'succeeded', output: { paid: [null], hello: 1 } })),
    'sends 10 MB': (task) =>
      report(task, { step: 'succeeded', output: { paid: 1, filler: 'x'.repeat(10 * 1024 * 1024) } }),
  };
  const verify = async (task: Given): Promise<void> => {
    const before = late.get(task.id);
    if (before) note(task.id, await report(before, paid));
    const found = ledger.find(task.id);
    await report(task, found ? { step: 'verified', output: { paid: found.cents } } : { step: 'nothing' });
  };
  return async (task: ActionTask): Promise<void> => {
    const { cents } = task.input as { cents: number };
    const plan = { summary: `Pay ${cents} cents`, confirm: true };
    if (task.ask === 'plan') await report(task, { step: 'planned', plan });
    else if (task.ask === 'verify') await verify(task);
    else {
      ledger.pay({ key: task.id, cents });
      await afterPaying[misconduct](task);
    }
  };
};

/** Opens one; whenever the relay throws it out it comes back. */
export const openRawOffice = async (
  { url, office }: RunningRelay,
  { ledger, misconduct }: { ledger: PaymentLedger; misconduct: Misconduct },
): Promise<RawOffice> => {
  const answers = new Map<string, string>();
  let isOver = false;
  let peer: Peer | null = null;
  const come = async (): Promise<void> => {
    peer = await connectPeer({ url, namespace: '/agent', auth: { key: office.key } });
    const conduct = createConduct(peer, { ledger, misconduct, answers });
    peer.onEvent((event, payload) => {
      // A report on a connection that was cut off stays without an answer.
      if (event === 'action:assigned') conduct(payload as ActionTask).catch(() => {});
    });
    peer.socket.once('disconnect', () => {
      if (!isOver) void come();
    });
    await peer.call('session:open');
    await peer.call('office:open', { actions: offers(ledger) });
  };
  await come();
  return {
    answers,
    [Symbol.asyncDispose]: async () => {
      isOver = true;
      peer?.close();
    },
  };
};
