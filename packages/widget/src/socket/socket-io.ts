/**
 * The Socket.IO protocol (5, over Engine.IO 4) on one WebSocket: as much of `socket.io-client` as our transport uses,
 * in a tenth of its bytes. The panel's build puts it in the library's place.
 *
 *   server ─ 0{handshake} ▶ client ─ 40/ns,{auth} ▶ server ─ 40/ns,{sid} ▶ connected
 *   2 ping ▶ 3 pong · 42/ns,<ack>["event",…] ▶ · ◀ 43/ns,<ack>[reply] · 44/ns,{error} refused · 41 over
 */
type Hear = (...values: unknown[]) => void;
type GiveAuth = (give: (auth: object) => void) => void;
type Acknowledge = (error: Error | null, reply?: unknown) => void;
type Handshake = { pingInterval: number; pingTimeout: number };

const open = '0';
const ping = '2';
const message = '4';
const [connected, disconnected, event, acknowledged, refused] = ['0', '1', '2', '3', '4'];

const addressOf = (url: string): string =>
  `${url.replace(/^http/, 'ws').replace(/\/+$/, '')}/socket.io/?EIO=4&transport=websocket`;

/** Cuts `42/shopper,7["event",{}]` behind its type into the acknowledgement's number and the JSON. */
const readPacket = (data: string, namespace: string): { ack: number; body: unknown } => {
  const rest = data.slice(2).replace(`${namespace},`, '');
  const digits = /^\d*/.exec(rest)?.[0] ?? '';
  const json = rest.slice(digits.length);
  return { ack: Number(digits || -1), body: json === '' ? undefined : JSON.parse(json) };
};

const createSocket = (url: string, namespace: string, { auth }: { auth: GiveAuth }) => {
  const heard = new Map<string, Hear>();
  const waiting = new Map<number, Acknowledge>();
  let hearAny: Hear = () => {};
  let web: WebSocket | undefined;
  let isLive = false;
  let asked = 0;
  let patience: ReturnType<typeof setTimeout> | undefined;
  let beat: Handshake = { pingInterval: 25_000, pingTimeout: 20_000 };

  const tell = (name: string, value?: unknown): void => heard.get(name)?.(value);
  const send = (type: string | undefined, body: string): void =>
    web?.send(`${message}${type}${namespace},${body}`);
  const over = (reason: Error): void => {
    if (!web) return;
    const [ended, wasLive] = [web, isLive];
    clearTimeout(patience);
    web = undefined;
    isLive = false;
    ended.close();
    if (wasLive) tell('disconnect', reason.message);
    else tell('connect_error', reason);
  };
  // A relay that falls silent is gone, however open the connection still looks.
  const expectBeat = (): void => {
    clearTimeout(patience);
    patience = setTimeout(() => over(new Error('silent')), beat.pingInterval + beat.pingTimeout);
  };

  const onPacket: Record<string, (ack: number, body: unknown) => void> = {
    [`${connected}`]: () => {
      isLive = true;
      tell('connect');
    },
    [`${disconnected}`]: () => over(new Error('disconnected by the relay')),
    [`${event}`]: (_, body) => hearAny(...(body as unknown[])),
    [`${acknowledged}`]: (ack, body) => {
      waiting.get(ack)?.(null, (body as unknown[])[0]);
      waiting.delete(ack);
    },
    [`${refused}`]: (_, body) => {
      const { message: text, data } = body as { message: string; data?: unknown };
      over(Object.assign(new Error(text), { data }));
    },
  };
  const onFrame = (data: string): void => {
    const [kind, type = ''] = data;
    if (kind === open) {
      beat = JSON.parse(data.slice(1)) as Handshake;
      auth((given) => send(connected, JSON.stringify(given)));
    }
    if (kind === open || kind === ping) expectBeat();
    if (kind === ping) web?.send('3');
    if (kind !== message) return;
    const { ack, body } = readPacket(data, namespace);
    onPacket[type]?.(ack, body);
  };

  const connect = (): void => {
    const made = new WebSocket(addressOf(url));
    web = made;
    made.addEventListener('message', ({ data }) => {
      if (web === made) onFrame(String(data));
    });
    for (const end of ['close', 'error'])
      made.addEventListener(end, () => {
        if (web === made) over(new Error(end));
      });
  };
  const ask = (
    name: string,
    input: unknown,
    { timeoutMs, answer }: { timeoutMs: number; answer: Acknowledge },
  ) => {
    const ack = (asked += 1);
    const timer = setTimeout(() => {
      waiting.delete(ack);
      answer(new Error('timeout'));
    }, timeoutMs);
    waiting.set(ack, (error, reply) => {
      clearTimeout(timer);
      answer(error, reply);
    });
    send(event, `${ack}${JSON.stringify([name, input])}`);
  };
  const timeout = (timeoutMs: number) => ({
    emit: (name: string, input: unknown, answer: Acknowledge) => ask(name, input, { timeoutMs, answer }),
  });
  // A signal nobody waits for is dropped where it would only queue.
  const drop = {
    timeout: () => ({
      emit: (_name: string, _input: unknown, answer: Acknowledge) => answer(new Error('dropped')),
    }),
  };

  return {
    connect,
    timeout,
    get volatile() {
      return isLive && web?.bufferedAmount === 0 ? { timeout } : drop;
    },
    on: (name: string, hear: Hear): void => void heard.set(name, hear),
    onAny: (hear: Hear): void => void (hearAny = hear),
    disconnect: (): void => {
      if (isLive) send(disconnected, '');
      clearTimeout(patience);
      const ended = web;
      web = undefined;
      isLive = false;
      ended?.close();
    },
  };
};

/** The library's `Manager`, for one namespace and one connection. Called with `new`, hence a function of this kind. */
export function Manager(url: string) {
  return {
    socket: (namespace: string, options: { auth: GiveAuth }) => createSocket(url, namespace, options),
  };
}
