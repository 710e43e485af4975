import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { build } from 'vite';
import { rivalsFolder } from './install.ts';
import type { Files } from './serve.ts';

/** A widget as its makers say it is put into a page; `null`: it has none of that. */
export type Contestant = {
  name: string;
  /** What goes into the page; `base` is where the contestant's files are served, its version is the one measured. */
  html: (base: string) => string;
  launcher: string;
  composer: string | null;
  files?: () => Promise<Files>;
};

const inRivals = (path: string): string => join(rivalsFolder, 'node_modules', path);
const field = 'textarea, input[type="text"], [contenteditable="true"]';

/** Bundles what a shop would bundle: a few lines that put the widget into the page. */
const bundled = async (name: string, code: string): Promise<Files> => {
  const entry = `\0${name}.js`;
  const result = await build({
    root: rivalsFolder,
    configFile: false,
    logLevel: 'error',
    define: { 'process.env.NODE_ENV': '"production"', 'process.env': '{}' },
    plugins: [
      {
        name: 'entry',
        resolveId: (id) => (id === entry ? id : null),
        load: (id) => (id === entry ? code : null),
      },
    ],
    build: {
      write: false,
      modulePreload: false,
      rolldownOptions: { input: { [name]: entry }, output: { entryFileNames: '[name].js' } },
    },
  });
  const output = (Array.isArray(result) ? result : [result]).flatMap((each) =>
    'output' in each ? each.output : [],
  );
  return new Map(
    output.map((part) => [`/${part.fileName}`, Buffer.from(part.type === 'chunk' ? part.code : part.source)]),
  );
};

const papercups = `
  import React from 'react';
  import ReactDOM from 'react-dom';
  import { ChatWidget } from '@papercups-io/chat-widget';
  const base = new URL(import.meta.url).origin;
  ReactDOM.render(
    React.createElement(ChatWidget, { token: 'demo', inbox: 'demo', baseUrl: base, iframeUrlOverride: base + '/frame' }),
    document.body.appendChild(document.createElement('div')),
  );`;
const papercupsSettings = {
  id: 'demo',
  title: 'Welcome',
  subtitle: 'Ask us anything',
  color: '#1890ff',
  is_open_by_default: false,
  account: { subscription_plan: 'starter' },
};
const deepChat = `
  import 'deep-chat';
  const chat = document.createElement('deep-chat');
  chat.connect = { url: new URL('/answer', import.meta.url).href };
  document.body.append(chat);`;

const n8nFiles = async (): Promise<Files> =>
  new Map([
    // What its makers' server answers to who was never there.
    ['/webhook', Buffer.from('{"data":[]}')],
    ['/style.css', await readFile(inRivals('@n8n/chat/dist/style.css'))],
    ...(await bundled(
      'n8n',
      `import { createChat } from '@n8n/chat'; createChat({ webhookUrl: new URL('/webhook', import.meta.url).href });`,
    )),
  ]);

const rocketChat = (base: string): string => `<script>
  (function (w, d, s, u) {
    w.RocketChat = function (c) { w.RocketChat._.push(c); };
    w.RocketChat._ = []; w.RocketChat.url = u;
    var h = d.getElementsByTagName(s)[0], j = d.createElement(s);
    j.async = true; j.src = '${base}/livechat/rocketchat-livechat.min.js?_=201903270000';
    h.parentNode.insertBefore(j, h);
  })(window, document, 'script', '${base}/livechat');</script>`;

/** The widgets of others that can be built from npm. */
export const rivals: readonly Contestant[] = [
  {
    name: '@rocket.chat/livechat 1.13.3',
    html: rocketChat,
    launcher: '.rocketchat-widget iframe',
    composer: null,
  },
  {
    name: '@papercups-io/chat-widget 1.3.1',
    html: (base) => `<script type="module" src="${base}/papercups.js"></script>`,
    launcher: 'button',
    composer: null,
    files: async () =>
      new Map([
        ['/api/widget_settings', Buffer.from(JSON.stringify({ data: papercupsSettings }))],
        ...(await bundled('papercups', papercups)),
      ]),
  },
  {
    name: '@n8n/chat 1.37.0',
    html: (base) =>
      `<link rel="stylesheet" href="${base}/style.css"><script type="module" src="${base}/n8n.js"></script>`,
    launcher: '.chat-window-toggle',
    composer: field,
    files: n8nFiles,
  },
  {
    name: 'deep-chat 2.4.2',
    html: (base) => `<script type="module" src="${base}/deep-chat.js"></script>`,
    // It has no launcher: it stands in the page.
    launcher: '#text-input',
    composer: '#text-input',
    files: () => bundled('deep-chat', deepChat),
  },
];

/** Shopbell, served by a relay at `base`. */
export const shopbell: Contestant = {
  name: 'Shopbell',
  html: (base) => `<script async src="${base}/shopbell.js" data-shop="demo"></script>`,
  launcher: 'button[aria-expanded]',
  composer: field,
};
/** The page without any. */
export const nothing: Contestant = { name: 'empty page', html: () => '', launcher: 'none', composer: null };
