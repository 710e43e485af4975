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

const kinds = { open: '0', ping: '2', pong: '3', message: '4' } as const;
const types = { connect: '0', disconnect: '1', event: '2', ack: '3', refused: '4' } as const;

const addressOf = (url: string): string =>
  `${url.replace(/^http/, 'ws').replace(/\/+$/, '')}/socket.io/?EIO=4&transport=websocket`;

/** Cuts `42/shopper,7["event",{}]` behind its type into the acknowledgement's number and the JSON. */
const readPacket = (data: string, namespace: string): { ack: number; body: unknown } => {
  const rest = data.slice(2).replace(`${namespace},`, '');
  const digits = /^\d*/.exec(rest)?.[0] ?? '';
  const json = rest.slice(digits.length);
  return { ack: Number(digits || -1), body: json === '' ? undefined : JSON.parse(json) };
};

/** Questions by number, until they are answered or their time is over. */
const createQuestions = (send: (type: string, body: string) => void) => {
  const waiting = new Map<number, Acknowledge>();
  let asked = 0;
  return {
    timeout: (timeoutMs: number) => ({
      emit: (name: string, input: unknown, answer: Acknowledge): void => {
        asked += 1;
        const ack = asked;
        const timer = setTimeout(() => {
          waiting.delete(ack);
          answer(new Error('timeout'));
        }, timeoutMs);
        waiting.set(ack, (error, reply) => {
          clearTimeout(timer);
          answer(error, reply);
        });
        send(types.event, `${ack}${JSON.stringify([name, input])}`);
      },
    }),
    answer: (ack: number, reply: unknown): void => {
      waiting.get(ack)?.(null, reply);
      waiting.delete(ack);
    },
  };
};

/** A relay that falls silent is gone, however open the connection still looks. */
const createPatience = (onSilence: () => void) => {
  let timer: ReturnType<typeof setTimeout> | undefined;
  let beat: Handshake = { pingInterval: 25_000, pingTimeout: 20_000 };
  const stop = (): void => clearTimeout(timer);
  const expect = (told?: Handshake): void => {
    beat = told ?? beat;
    stop();
    timer = setTimeout(onSilence, beat.pingInterval + beat.pingTimeout);
  };
  return { expect, stop };
};

/** What was registered to be heard: by name, and everything else. */
const createEars = () => {
  const heard = new Map<string, Hear>();
  let any: Hear = () => {};
  return {
    on: (name: string, hear: Hear): void => void heard.set(name, hear),
    onAny: (hear: Hear): void => void (any = hear),
    tell: (name: string, value?: unknown): void => heard.get(name)?.(value),
    tellAny: (event: unknown): void => any(...(event as unknown[])),
  };
};

/** A signal nobody waits for is dropped where it would only queue. */
const dropped = {
  timeout: () => ({
    emit: (_name: string, _input: unknown, answer: Acknowledge): void => answer(new Error('dropped')),
  }),
};

type Line = { web: WebSocket | undefined; isLive: boolean };

/** Hangs up; returns whether the namespace had been reached. Closing twice does nothing. */
const hangUp = (line: Line): boolean => {
  const { web, isLive } = line;
  line.web = undefined;
  line.isLive = false;
  web?.close();
  return isLive;
};

type ReaderOptions = {
  line: Line;
  namespace: string;
  auth: GiveAuth;
  send: (type: string, body: string) => void;
  over: (reason: Error) => void;
  ears: ReturnType<typeof createEars>;
  answer: (ack: number, reply: unknown) => void;
  expect: (told?: Handshake) => void;
};

/** Reads one frame after the other. */
const createReader = (options: ReaderOptions) => {
  const { line, namespace, auth, ears, answer, expect, send, over } = options;
  const onPacket = (type: string, ack: number, body: unknown): void => {
    if (type === types.event) ears.tellAny(body);
    if (type === types.ack) answer(ack, (body as unknown[])[0]);
    if (type === types.disconnect) over(new Error('disconnected by the relay'));
    if (type === types.refused) {
      const { message, data } = body as { message: string; data?: unknown };
      over(Object.assign(new Error(message), { data }));
    }
    if (type !== types.connect) return;
    line.isLive = true;
    ears.tell('connect');
  };
  return (data: string): void => {
    const [kind, type = ''] = data;
    if (kind === kinds.open) {
      expect(JSON.parse(data.slice(1)) as Handshake);
      auth((given) => send(types.connect, JSON.stringify(given)));
    }
    if (kind === kinds.ping) {
      expect();
      line.web?.send(kinds.pong);
    }
    if (kind !== kinds.message) return;
    const { ack, body } = readPacket(data, namespace);
    onPacket(type, ack, body);
  };
};

const createSocket = (url: string, namespace: string, { auth }: { auth: GiveAuth }) => {
  const line: Line = { web: undefined, isLive: false };
  const ears = createEars();
  const send = (type: string, body: string): void =>
    line.web?.send(`${kinds.message}${type}${namespace},${body}`);
  const { timeout, answer } = createQuestions(send);
  const over = (reason: Error): void => {
    if (!line.web) return;
    patience.stop();
    if (hangUp(line)) ears.tell('disconnect', reason.message);
    else ears.tell('connect_error', reason);
  };
  const patience = createPatience(() => over(new Error('silent')));
  const onFrame = createReader({ line, namespace, auth, ears, answer, expect: patience.expect, send, over });
  const connect = (): void => {
    const web = new WebSocket(addressOf(url));
    line.web = web;
    const whileOurs = (act: (event: Event) => void) => (event: Event) => line.web === web && act(event);
    web.addEventListener(
      'message',
      whileOurs((event) => onFrame(String((event as MessageEvent).data))),
    );
    for (const end of ['close', 'error'])
      web.addEventListener(
        end,
        whileOurs(() => over(new Error(end))),
      );
  };
  const disconnect = (): void => {
    if (line.isLive) send(types.disconnect, '');
    patience.stop();
    hangUp(line);
  };
  return {
    connect,
    disconnect,
    on: ears.on,
    onAny: ears.onAny,
    timeout,
    get volatile() {
      return line.isLive && line.web?.bufferedAmount === 0 ? { timeout } : dropped;
    },
  };
};

/** The library's `Manager`, for one namespace and one connection. Called with `new`, hence a function of this kind. */
export function Manager(url: string) {
  return {
    socket: (namespace: string, options: { auth: GiveAuth }) => createSocket(url, namespace, options),
  };
}
