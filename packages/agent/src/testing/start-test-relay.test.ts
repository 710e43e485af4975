import { describe, expect, test } from 'vitest';
import { openTill, payOut } from '../../test/ledger.ts';
import { stockCheck } from '../../test/stock.ts';
import { defineAction, handle } from '../index.ts';
import { startTestRelay } from '../testing.ts';

const whole = ['requested', 'planned', 'confirmed', 'running', 'succeeded', 'verified'];
const dayMs = 86_400_000;

/** A relay with a till in its office. */
const openShop = async (other: Parameters<ReturnType<typeof openTill>['handler']>[0] = {}) => {
  const bell = await startTestRelay();
  const till = openTill();
  await bell.office([till.handler(other)], { onError: () => {} });
  return { bell, till, [Symbol.asyncDispose]: () => bell.close() };
};

describe('an action that is run', () => {
  test('goes from the request over the shopper’s yes to what was read back, with its typed output', async () => {
    await using shop = await openShop();
    const done = await shop.bell.runAction(payOut, { cents: 500 });
    expect(done).toMatchObject({
      steps: whole,
      output: { paid: 500 },
      error: null,
      end: { step: 'verified' },
    });
    expect(done.plan).toMatchObject({ summary: 'Pay 500 cents', confirm: true });
    expect(done.output?.paid.toFixed()).toBe('500');
    expect(shop.till.counts).toEqual({ plan: 1, run: 1, verify: 1 });
  });

  test('is approved by a supervisor when its plan asks for one, who may say no', async () => {
    const plan = () => ({ summary: 'Pay', confirm: true, approve: 'supervisor' as const });
    await using shop = await openShop({ plan });
    const done = await shop.bell.runAction(payOut, { cents: 1 });
    expect(done.steps).toEqual(whole.toSpliced(3, 0, 'approved'));
    const denied = await shop.bell.runAction(payOut, { cents: 1 }, { supervisorSays: 'no' });
    expect(denied).toMatchObject({ end: { step: 'declined' }, output: undefined });
    expect(denied.steps).toEqual(['requested', 'planned', 'confirmed', 'declined']);
    expect(shop.till.counts.run).toBe(1);
  });

  test('ends without an effect when the plan refuses or the shopper does', async () => {
    await using shop = await openShop();
    const refused = await shop.bell.runAction(payOut, { cents: 10_001 });
    expect(refused).toMatchObject({ plan: null, error: { message: 'That is more than there is.' } });
    const declined = await shop.bell.runAction('money.pay', { cents: 1 }, { shopperSays: 'no' });
    expect(declined.steps).toEqual(['requested', 'planned', 'declined']);
    expect(shop.till.counts.run).toBe(0);
  });

  test('meets the relay’s own rules: no office, an input off the schema, an identity that is not there', async () => {
    const identity = 'verified';
    const { name, version, offer, input, output } = payOut;
    const guarded = defineAction({
      name,
      version,
      title: offer.title,
      effect: 'write',
      identity,
      input,
      output,
    });
    await using bell = await startTestRelay();
    await expect(bell.runAction(guarded, { cents: 1 })).rejects.toMatchObject({ code: 'office_unavailable' });
    await bell.office([handle(guarded, openTill().steps)]);
    await expect(bell.runAction(guarded, { cents: 0 })).rejects.toMatchObject({ code: 'bad_request' });
    await expect(bell.runAction(guarded, { cents: 1 })).rejects.toMatchObject({ code: 'forbidden' });
    const shopper = await bell.shopper({ signedIn: { sub: 'c-1', name: 'Ada' } });
    const done = await bell.runAction(guarded, { cents: 1 }, { shopper });
    expect(done.end.step).toBe('verified');
    const stranger = await bell.shopper();
    await expect(stranger.proves('ada@example.com')).rejects.toThrow(/in a conversation/);
    await stranger.says('It is me.');
    await stranger.proves('ada@example.com');
    expect((await bell.runAction(guarded, { cents: 1 }, { shopper: stranger })).end.step).toBe('verified');
    bell.advance(dayMs);
    await expect(bell.runAction(guarded, { cents: 1 }, { shopper: stranger })).rejects.toMatchObject({
      code: 'forbidden',
    });
  });

  test('that reads needs nobody’s yes', async () => {
    await using bell = await startTestRelay();
    const checkedAt = '2026-01-02T03:04:05.000Z';
    await bell.office([handle(stockCheck, { run: () => ({ left: 3, checkedAt }) })]);
    const done = await bell.runAction(stockCheck, { product: 'teapot' });
    expect(done.steps).toEqual(['requested', 'running', 'succeeded']);
    expect(done.output).toEqual({ left: 3, checkedAt: new Date(checkedAt) });
  });

  test('that does not end in time is told of with where it stands', async () => {
    await using shop = await openShop({ verify: () => ({ againInMs: dayMs }) });
    const late = shop.bell.runAction(payOut, { cents: 2 }, { withinMs: 400 });
    await expect(late).rejects.toThrow(
      /in vain for the action to end: it is succeeded.*\[money\.pay\] planned/s,
    );
  });
});

describe('a shopper', () => {
  test('sees what concerns them, a line an entry', async () => {
    await using shop = await openShop();
    const shopper = await shop.bell.shopper({ signedIn: { sub: 'c-1', name: 'Ada' } });
    const agent = await shop.bell.agent();
    const conversation = await agent.conversation(await shopper.says('My money, please.'));
    await conversation.note('Polite.');
    const running = conversation.run(payOut, { cents: 5 });
    expect(await shopper.agrees('money.pay')).toMatchObject({ summary: 'Pay 5 cents' });
    await running;
    await conversation.reply('There it is.');
    await shopper.sees('There it is');
    expect(shopper.heard).toEqual(['There it is.']);
    expect(shopper.transcript()).toEqual([
      '[status] queued',
      'Ada: My money, please.',
      '[money.pay] requested',
      '[money.pay] planned: Pay 5 cents',
      '[money.pay] confirmed',
      '[money.pay] running',
      '[money.pay] succeeded',
      '[money.pay] verified',
      '[status] open',
      '[assigned] The agent',
      'The agent: There it is.',
    ]);
  });

  test('who waits in vain is told what there was instead', async () => {
    await using bell = await startTestRelay();
    const shopper = await bell.shopper();
    await shopper.says('Anybody?');
    const never = { withinMs: 30 };
    await expect(shopper.sees('a rainbow', never)).rejects.toThrow(
      /30 ms in vain for “a rainbow”.*: Anybody\?/s,
    );
    await expect(shopper.agrees('tip.pay', never)).rejects.toThrow(/plan of tip\.pay that asks .* queued/s);
    const broken = shopper.sees(() => {
      throw new Error('a broken predicate');
    }, never);
    await expect(broken).rejects.toThrow('a broken predicate');
  });

  test('answers two plans that read the same, each once, the first one first', async () => {
    await using shop = await openShop();
    const shopper = await shop.bell.shopper();
    const agent = await shop.bell.agent();
    const conversation = await agent.conversation(await shopper.says('Twice, please.'));
    const [one, two] = [
      await conversation.request(payOut, { cents: 5 }),
      await conversation.request(payOut, { cents: 5 }),
    ];
    await two.planned;
    await shopper.agrees();
    await shopper.declines();
    expect([(await one.finished).step, (await two.finished).step]).toEqual(['verified', 'declined']);
  });
});

describe('the clock', () => {
  test('lets a plan expire', async () => {
    await using shop = await openShop();
    const shopper = await shop.bell.shopper();
    const agent = await shop.bell.agent();
    const conversation = await agent.conversation(await shopper.says('My money, please.'));
    const it = await conversation.request(payOut, { cents: 5 });
    const { expiresAt } = (await it.planned) ?? { expiresAt: 0 };
    shop.bell.advance(expiresAt - Date.now() + 1_000);
    expect(await it.finished).toMatchObject({ step: 'expired' });
    expect(() => shop.bell.advance(-1)).toThrow(RangeError);
  });

  test('brings on what is to be read back in a month, and a signature of then', async () => {
    let asked = 0;
    const verify = () => ((asked += 1) < 2 ? { againInMs: 30 * dayMs } : ('verified' as const));
    await using shop = await openShop({ verify });
    const shopper = await shop.bell.shopper();
    const agent = await shop.bell.agent();
    const conversation = await agent.conversation(await shopper.says('My money, please.'));
    const it = await conversation.request(payOut, { cents: 5 });
    await shopper.agrees();
    await shopper.sees('succeeded');
    await expect.poll(() => asked).toBe(1);
    // The relay learns a moment after the office that it is to wait.
    await expect
      .poll(() => {
        shop.bell.advance(30 * dayMs);
        return it.state.step;
      })
      .toBe('verified');
    const later = await shop.bell.shopper({ signedIn: { sub: 'c-1' } });
    expect(await later.says('Here I am.')).toMatch(/^cnv_/);
  });
});

describe('a test relay', () => {
  test('in memory does not come back, and says how it would', async () => {
    await using bell = await startTestRelay({ shop: { id: 'tea', name: 'Tea' } });
    expect(bell.shop).toEqual({ id: 'tea', name: 'Tea', origin: 'https://tea.example' });
    await expect(bell.restart()).rejects.toThrow(/databaseUrl/);
  });

  test('counts nothing, unless it is to', async () => {
    const said = async (hasLimits: boolean): Promise<string> => {
      await using bell = await startTestRelay({ hasLimits });
      const agent = await bell.agent();
      const answers = Array.from({ length: 260 }, () => agent.call('team:list', {}));
      return (await Promise.allSettled(answers)).some(({ status }) => status === 'rejected')
        ? 'refused'
        : 'taken';
    };
    expect([await said(true), await said(false)]).toEqual(['refused', 'taken']);
  });

  test('closes with it whoever came by it', async () => {
    const bell = await startTestRelay();
    const [agent, office] = [await bell.agent('supervisor'), await bell.office([openTill().handler()])];
    await bell.close();
    await bell.close();
    expect([agent.state.name, office.state.name]).toEqual(['closed', 'closed']);
  });
});
