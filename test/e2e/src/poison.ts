/**
 * What a third party’s script in the shop’s page can do before the widget comes: every built-in the widget might touch tells
 * what it was given and what it gave back. Runs in the page, as text.
 */
export const poison = (): void => {
  const { stringify } = JSON;
  const { apply } = Reflect;
  const push = Array.prototype.push;
  const seen: string[] = [];
  const ports: MessagePort[] = [];
  let isNoting = false;
  const note = (name: string, values: unknown): void => {
    if (isNoting) return;
    isNoting = true;
    try {
      apply(push, seen, [`${name} ${stringify(values) ?? ''}`]);
    } catch {
      apply(push, seen, [name]);
    }
    isNoting = false;
  };
  const wrap = (owner: object, label: string): void => {
    for (const key of Reflect.ownKeys(owner)) {
      const own = Reflect.getOwnPropertyDescriptor(owner, key);
      if (key === 'constructor' || !own?.configurable) continue;
      const told = `${label}.${String(key)}`;
      if (typeof own.value === 'function') {
        const real = own.value as (...values: unknown[]) => unknown;
        const heard = function (this: unknown, ...values: unknown[]): unknown {
          const given = apply(real, this, values);
          note(told, [typeof this === 'string' || Array.isArray(this) ? this : null, values, given]);
          return given;
        };
        Object.defineProperty(owner, key, { ...own, value: Object.assign(heard, real) });
      } else if (own.get) {
        const { get } = own;
        Object.defineProperty(owner, key, {
          ...own,
          get() {
            const given: unknown = apply(get, this, []);
            note(told, [given]);
            return given;
          },
        });
      }
    }
  };
  for (const name of ['token', 'text', 'jwt', 'secret', 'email', 'parts', 'data', 'draft'])
    // oxlint-disable-next-line no-extend-native -- it is what an attacker does
    Object.defineProperty(Object.prototype, name, {
      configurable: true,
      set(value: unknown) {
        note(`Object.prototype.${name}`, [value]);
        Object.defineProperty(this, name, { value, writable: true, configurable: true, enumerable: true });
      },
    });
  for (const own of [
    Promise,
    EventTarget,
    MessagePort,
    MessageEvent,
    Storage,
    WebSocket,
    XMLHttpRequest,
    History,
    Map,
  ])
    wrap(own.prototype, own.name);
  for (const own of [HTMLIFrameElement, Response, Request, CustomEvent, BroadcastChannel, IDBFactory])
    wrap(own.prototype, own.name);
  for (const [owner, name] of [
    [JSON, 'JSON'],
    [console, 'console'],
    [crypto, 'crypto'],
  ] as const)
    wrap(owner, name);
  for (const name of ['fetch', 'postMessage', 'structuredClone', 'open'] as const) {
    const real = window[name] as (...values: unknown[]) => unknown;
    Object.assign(window, {
      [name]: (...values: unknown[]) => {
        note(name, values);
        return apply(real, window, values);
      },
    });
  }
  const Channel = MessageChannel;
  window.MessageChannel = class extends Channel {
    constructor() {
      super();
      ports.push(this.port1, this.port2);
      for (const port of [this.port1, this.port2])
        port.addEventListener('message', ({ data }) => note('heard', [data]));
    }
  };
  addEventListener('message', ({ data }) => note('message', [data]));
  // Last, for everything above uses them.
  wrap(Array.prototype, 'Array');
  wrap(String.prototype, 'String');
  const report = (): string => {
    // From here on it hears nothing: who reads the report would be in it.
    isNoting = true;
    return stringify(seen);
  };
  Object.assign(window, { report, ports });
};
