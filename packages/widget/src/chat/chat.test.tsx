import { afterEach, beforeEach, describe, expect, test, vi } from 'vitest';
import { drawLauncher } from '../loader/launcher.ts';
import { startChat, type ChatCall } from './chat.ts';

const animated = vi.fn<(...values: unknown[]) => void>();
beforeEach(() => {
  // What jsdom has not.
  vi.stubGlobal('matchMedia', () => ({ matches: false }));
  HTMLElement.prototype.animate = animated as never;
  animated.mockClear();
  localStorage.clear();
});
const undone: (() => void)[] = [];
afterEach(() => {
  undone.splice(0).forEach((undo) => undo());
  vi.unstubAllGlobals();
});

/** A frame whose document answers as the panel does, or stays silent. */
const setUp = async ({ said = [], isSilent = false }: { said?: ChatCall[]; isSilent?: boolean } = {}) => {
  const [host, root, button] = drawLauncher();
  const frame = root.appendChild(document.createElement('iframe'));
  // Set, not loaded: what is in the frame is below.
  Object.defineProperty(frame, 'src', { value: 'https://chat.example/base/panel?shop=demo' });
  const posted: unknown[][] = [];
  const heard: unknown[] = [];
  let port: MessagePort | undefined;
  const postMessage = (data: unknown, origin: string, ports: MessagePort[]): void => {
    posted.push([data, origin]);
    port = ports[0];
    port?.addEventListener('message', (event) => heard.push(event.data));
    port?.start();
    if (!isSilent) port?.postMessage(['ready']);
  };
  Object.defineProperty(frame, 'contentWindow', { value: { postMessage } });
  const emit = vi.fn<(type: string, payload?: unknown) => void>();
  const setOpen = vi.fn<(isOpen: boolean) => void>();
  const turn = vi.fn<() => void>();
  const undo = new AbortController();
  undone.push(() => {
    undo.abort();
    host.remove();
    port?.close();
  });
  const starting = startChat([button, frame, Promise.resolve(), said, setOpen, turn, emit, undo]);
  const fromPanel = (...message: unknown[]): void => port?.postMessage(message);
  return { host, root, button, frame, posted, heard, emit, setOpen, turn, undo, starting, fromPanel };
};

test('the port goes to the relay’s exact origin, and what was said before is told in order', async () => {
  const jwt = () => 'a.b.c';
  const said: ChatCall[] = [
    ['update', { theme: 'dark', locale: 'de' }],
    ['identify', { name: 'Ada', jwt }],
    ['prefill', 'Hello'],
  ];
  const { posted, heard, starting, frame } = await setUp({ said });
  await starting;
  expect(posted).toEqual([['shopbell', 'https://chat.example']]);
  await vi.waitFor(() => expect(heard).toHaveLength(4));
  expect(heard).toMatchObject([
    ['update', { theme: 'dark', locale: 'de' }],
    // That it can sign, never how.
    ['identify', { name: 'Ada' }, true],
    ['prefill', 'Hello'],
    ['page', location.href, document.title],
  ]);
  expect(frame.hidden).toBe(false);
  expect(frame.inert).toBe(true);
});

test('a JWT leaves the page only when it is asked for; one that cannot be had is said so', async () => {
  const jwt = vi
    .fn<() => Promise<string>>()
    .mockResolvedValueOnce('a.b.c')
    .mockRejectedValue(new Error('401'));
  const { heard, starting, fromPanel } = await setUp({ said: [['identify', { jwt }]] });
  await starting;
  expect(jwt).not.toHaveBeenCalled();
  fromPanel('sign');
  await vi.waitFor(() => expect(heard).toContainEqual(['jwt', 'a.b.c']));
  fromPanel('sign');
  await vi.waitFor(() => expect(heard).toContainEqual(['jwt', null]));
});

test('the bell swings for what is new, the X does not, and neither where motion is reduced', async () => {
  const { starting, fromPanel, emit, button } = await setUp();
  await starting;
  const unread = async (count: number): Promise<void> => {
    fromPanel('unread', count, `Chat, ${count} unread`);
    await vi.waitFor(() => expect(emit).toHaveBeenLastCalledWith('unread', { count }));
  };
  await unread(1);
  expect(animated).toHaveBeenCalledTimes(1);
  expect(button.ariaLabel).toBe('Chat, 1 unread');
  expect(button.querySelector('b')?.textContent).toBe('1');
  button.ariaExpanded = 'true';
  await unread(2);
  button.ariaExpanded = 'false';
  await unread(0);
  expect(button.querySelector('b')?.textContent).toBe('');
  vi.stubGlobal('matchMedia', () => ({ matches: true }));
  await unread(3);
  expect(animated).toHaveBeenCalledTimes(1);
});

test('the bell shows its count in the digits in which its name says it', async () => {
  const { starting, fromPanel, button } = await setUp();
  await starting;
  fromPanel('unread', 12, 'محادثة، ١٢ غير مقروءة');
  await vi.waitFor(() => expect(button.querySelector('b')?.textContent).toBe('١٢'));
});

test('a conversation is remembered in the page until it is over or the shopper logs out', async () => {
  const { starting, fromPanel, heard } = await setUp();
  const chat = await starting;
  fromPanel('keep', true);
  await vi.waitFor(() => expect(localStorage.getItem('shopbell:demo')).toBe('1'));
  chat.hear('logout');
  expect(localStorage.getItem('shopbell:demo')).toBeNull();
  await vi.waitFor(() => expect(heard).toContainEqual(['logout']));
});

test('opening tells where the shopper is, and closing gives the focus back to the bell', async () => {
  const { starting, heard, frame, button, host, root } = await setUp();
  const chat = await starting;
  chat.show(true);
  expect(frame.inert).toBe(false);
  frame.tabIndex = 0;
  frame.focus();
  expect(document.activeElement).toBe(host);
  chat.show(false);
  expect(root.activeElement).toBe(button);
  await vi.waitFor(() =>
    expect(heard.slice(-3)).toEqual([['page', location.href, ''], ['open', false], ['close']]),
  );
});

test('Escape on the bell closes', async () => {
  const { starting, button, setOpen } = await setUp();
  await starting;
  button.dispatchEvent(new KeyboardEvent('keydown', { key: 'Escape', bubbles: true }));
  expect(setOpen).toHaveBeenCalledExactlyOnceWith(false);
});

test('a frame that does not answer is given up at once when the widget is destroyed', async () => {
  const { starting, undo, frame } = await setUp({ isSilent: true });
  undo.abort();
  await expect(starting).rejects.toThrow('gone');
  expect(frame.title).toBe('Chat');
  expect(frame.hidden).toBe(false);
});

test('the page may say what is no data: that is not said, and the rest is', async () => {
  const wrong = ['prefill', () => 'Buy this'] as unknown as ChatCall;
  const { starting, heard } = await setUp({ said: [wrong, ['prefill', 'Hello']] });
  await starting;
  await vi.waitFor(() => expect(heard).toContainEqual(['prefill', 'Hello']));
});

test('focus goes back to the page’s own launcher where the bell is hidden', async () => {
  const { starting, frame, button } = await setUp();
  const own = document.body.appendChild(document.createElement('button'));
  undone.push(() => own.remove());
  const chat = await starting;
  button.hidden = true;
  own.focus();
  chat.show(true);
  frame.tabIndex = 0;
  frame.focus();
  chat.show(false);
  expect(document.activeElement).toBe(own);
});

describe('a page that turns into another without a load', () => {
  test('is told of where there is no Navigation API, and the history is the page’s again afterwards', async () => {
    const methods = (): unknown[] => ['pushState', 'replaceState'].map((name) => Reflect.get(history, name));
    const own = methods();
    const { starting, heard, turn, undo } = await setUp();
    await starting;
    history.pushState(null, '', '/kettles');
    history.replaceState(null, '', '/kettles?red');
    dispatchEvent(new PopStateEvent('popstate'));
    expect(turn).toHaveBeenCalledTimes(3);
    await vi.waitFor(() => expect(heard.at(-1)).toEqual(['page', `${location.origin}/kettles?red`, '']));
    undo.abort();
    expect(methods()).toEqual(own);
    dispatchEvent(new PopStateEvent('popstate'));
    expect(turn).toHaveBeenCalledTimes(3);
  });

  test('is told of by the Navigation API where there is one, and the history is left alone', async () => {
    const navigation = new EventTarget();
    vi.stubGlobal('navigation', navigation);
    const own: unknown = Reflect.get(history, 'pushState');
    const { starting, turn, undo } = await setUp();
    await starting;
    navigation.dispatchEvent(new Event('currententrychange'));
    expect(turn).toHaveBeenCalledOnce();
    expect(Reflect.get(history, 'pushState')).toBe(own);
    undo.abort();
    navigation.dispatchEvent(new Event('currententrychange'));
    expect(turn).toHaveBeenCalledOnce();
  });

  test('keeps a router’s own function that came later, which hears no more of the chat', async () => {
    const { starting, turn, undo } = await setUp();
    await starting;
    const ours = Reflect.get<History, 'pushState'>(history, 'pushState');
    const routers: History['pushState'] = (...values) => ours.apply(history, values);
    history.pushState = routers;
    undo.abort();
    expect(Reflect.get(history, 'pushState')).toBe(routers);
    history.pushState(null, '', '/tea');
    expect(location.pathname).toBe('/tea');
    expect(turn).not.toHaveBeenCalled();
    Reflect.deleteProperty(history, 'pushState');
  });
});
