import { describe, expect, test } from 'vitest';
import { nonce, saying } from '../../test/edge-kit.ts';
import { openService } from '../../test/service-scene.ts';

const canary = 'CANARY-only-for-staff';
const script = '<script>alert(1)</script><img src=x onerror=alert(2)>';
type Scene = Awaited<ReturnType<typeof openService>>;

/** A conversation in which something was said to everyone, and something among staff. */
const converse = async (scene: Scene) => {
  const conversation = await scene.ring(`Where is it? ${script}`);
  await scene.reply(conversation, 'On its way.');
  await scene.agent.call('note:add', { conversation, nonce: nonce(), text: canary });
  await scene.agent.call('conversation:close', {
    conversation,
    nonce: nonce(),
    outcome: { reason: canary, resolution: 'solved', note: canary },
  });
  return conversation;
};
/** So many messages at once, past every limit. */
const fill = async (
  { store, log, agent }: Scene,
  conversation: `cnv_${string}`,
  ...[words, count]: [(each: number) => string, number]
): Promise<void> => {
  const by = { kind: 'agent', id: agent.person.id, name: 'Nora' } as const;
  const drafts = (each: number) =>
    [{ type: 'message', data: { parts: saying(words(each)) }, audience: 'everyone' }] as const;
  await store.append(
    Array.from({ length: count }, (_, each) => ({
      shop: 'demo',
      conversation,
      by,
      nonce: nonce(),
      drafts: drafts(each),
    })),
  );
  log.forget(conversation);
};
const download = async ({ shopper }: Scene, conversation: `cnv_${string}`, format: 'text' | 'html') => {
  let file = '';
  for (let after: number | null = 0; after !== null;) {
    const piece: { piece: string; next: number | null } = await shopper.call('transcript:get', {
      conversation,
      format,
      locale: 'en',
      timeZone: 'Europe/Berlin',
      after,
    });
    file += piece.piece;
    after = piece.next;
  }
  return file;
};

describe('R57 a transcript', () => {
  test('holds what the shopper may see, in order, and nothing of what is for staff', async () => {
    await using scene = await openService();
    const conversation = await converse(scene);
    for (const format of ['text', 'html'] as const) {
      const file = await download(scene, conversation, format);
      const places = ['Where is it?', 'A agent has joined.', 'On its way.', 'was closed'].map((words) =>
        file.indexOf(words),
      );
      expect(places.every((place) => place > 0)).toBe(true);
      expect(places).toEqual(places.toSorted((one, other) => one - other));
      expect(file).not.toContain(canary);
      expect(file).not.toContain('CANARY');
    }
  });

  test('as a page has no script, no address to fetch, and a policy that forbids both', async () => {
    await using scene = await openService();
    const page = await download(scene, await converse(scene), 'html');
    expect(page).toContain('&lt;script&gt;alert(1)&lt;/script&gt;&lt;img src=x onerror=alert(2)&gt;');
    expect(page).not.toMatch(/<script|<img|<link|<iframe|\son\w+=["']/i);
    expect(page).toContain(`content="default-src 'none'; style-src 'unsafe-inline'"`);
    expect(page.endsWith('</body></html>\n')).toBe(true);
  });

  test('comes in pieces that follow each other without a hole', async () => {
    await using scene = await openService();
    const conversation = await scene.ring('message 0.');
    await fill(scene, conversation, (each) => `message ${each + 1}.`, 239);
    const file = await download(scene, conversation, 'text');
    const found = [...file.matchAll(/message (\d+)/g)].map(([, number]) => Number(number));
    expect(found).toEqual(Array.from({ length: 240 }, (_, each) => each));
    expect(file.match(/Your conversation with/g)).toHaveLength(1);
  });

  test('of somebody else is not there, and none is where the shop offers none', async () => {
    await using scene = await openService();
    const conversation = await converse(scene);
    const stranger = await scene.secondShopper();
    expect(await stranger.ask('transcript:get', { conversation, format: 'text' })).toMatchObject({
      error: { code: 'not_found' },
    });
    await using silent = await openService({});
    const silentOne = await silent.ring();
    const wanted = { conversation: silentOne, format: 'text' as const };
    expect(await silent.shopper.ask('transcript:get', wanted)).toMatchObject({
      error: { code: 'forbidden' },
    });
    expect(await silent.shopper.ask('transcript:get', { ...wanted, conversation })).toMatchObject({
      error: { code: 'not_found' },
    });
  });
});

describe('R57 a transcript by mail', () => {
  const mail = ({ shopper }: Scene, conversation: `cnv_${string}`) =>
    shopper.ask('transcript:mail', { conversation, locale: 'de', timeZone: 'Europe/Berlin' });
  const prove = async ({ store, shopper }: Scene, email: string): Promise<void> => {
    await store.verify('demo', shopper.session.shopper.id, { sub: 'c-1', email });
  };

  test('goes to the address that is the shopper’s for sure, never to a claimed one', async () => {
    await using scene = await openService();
    const conversation = await converse(scene);
    await scene.shopper.call('profile:claim', { email: 'somebody@else.example' });
    expect(await mail(scene, conversation)).toMatchObject({
      error: { code: 'forbidden', details: { needs: 'known' } },
    });
    expect(scene.mails).toEqual([]);
    await prove(scene, 'ada@example.com');
    expect(await mail(scene, conversation)).toEqual({ ok: true, data: { to: 'a•••@example.com' } });
    const [sent] = scene.mails;
    expect(sent).toMatchObject({
      shop: 'demo',
      to: 'ada@example.com',
      locale: 'de',
      subject: 'Ihr Gespräch mit Demo',
    });
    expect(sent?.text).toContain('On its way.');
    expect(`${sent?.text}${sent?.html}`).not.toContain('CANARY');
    expect(sent?.html).not.toMatch(/<script|<img/i);
  });

  test('is limited, and counts a mail address over all shoppers', async () => {
    await using scene = await openService();
    const conversation = await converse(scene);
    await prove(scene, 'ada@example.com');
    for (let each = 0; each < 3; each += 1)
      expect(await mail(scene, conversation)).toMatchObject({ ok: true });
    expect(await mail(scene, conversation)).toMatchObject({ error: { code: 'rate_limited' } });
    expect(scene.mails).toHaveLength(3);
  });

  test('is unavailable where sending fails, and is not offered where there is nothing to send it with', async () => {
    const sendMail = async () => {
      throw new Error('no server');
    };
    await using failing = await openService(undefined, { sendMail });
    const conversation = await failing.ring();
    await prove(failing, 'ada@example.com');
    expect(await mail(failing, conversation)).toMatchObject({ error: { code: 'unavailable' } });
    await using without = await openService(undefined, { sendMail: undefined });
    expect(without.shopper.session.service?.transcript).toEqual(['download']);
  });

  test('holds the last thousand entries of a long one and says that there are more', async () => {
    await using scene = await openService();
    const conversation = await scene.ring('the very first');
    await fill(scene, conversation, (each) => `number ${each}.`, 1_100);
    await prove(scene, 'ada@example.com');
    expect(await mail(scene, conversation)).toMatchObject({ ok: true });
    const text = scene.mails[0]?.text ?? '';
    expect(text).toContain('number 1099.');
    expect(text).toContain('Frühere Nachrichten');
    expect(text).not.toContain('the very first');
  });
});
