/** Where the page leads to. */
export type Links = {
  shop: string;
  /** Signs in at the desk, once. */
  desk: string;
  proxy: string;
  /** The names of the relays. */
  relays: readonly string[];
};

const escapes: Record<string, string> = { '&': '&amp;', '<': '&lt;', '>': '&gt;', '"': '&quot;' };
const escaped = (text: string): string => text.replaceAll(/[&<>"]/g, (found) => escapes[found] ?? found);

// A counter bell on a 24 × 24 grid, as Shopbell’s mark is drawn everywhere.
const bell = 'M3 15.5a9 8.5 0 0 1 18 0zM3 17h18a1 1 0 0 1 0 3H3a1 1 0 0 1 0-3zM10 5.5a2 2 0 0 1 4 0V8h-4z';
const mark = `<svg class="mark" viewBox="0 0 24 24" aria-hidden="true"><path d="${bell}"/></svg>`;
const icon = `data:image/svg+xml,${encodeURIComponent(
  `<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 24 24"><path fill="#8a5a00" d="${bell}"/></svg>`,
)}`;

const figure = (name: string, label: string): string =>
  `<div><dt>${label}</dt><dd data-figure="${name}">–</dd></div>`;

const button = (deed: string, label: string, about = ''): string => {
  const named = about === '' ? '' : ` aria-label="${escaped(`${label}: ${about}`)}"`;
  return `<button type="button" class="button" data-deed="${deed}"${named}>${label}</button>`;
};

const relayCard = (name: string, index: number): string => `
        <article class="card relay" data-relay="${index}" aria-labelledby="relay-${index}">
          <div class="card-head">
            <h3 id="relay-${index}">${escaped(name)}</h3>
            <p class="state" data-state>–</p>
          </div>
          <dl class="figures">
            ${figure('p50', 'Delivery, p50')}
            ${figure('perSecond', 'Messages a second')}
            ${figure('sockets', 'Sockets')}
            ${figure('hint', 'Last hint')}
          </dl>
          <div class="buttons">
            ${button('kill', 'kill -9', name)}
            ${button('drain', 'Drain', name)}
            ${button('start', 'Start', name)}
          </div>
        </article>`;

const ledger = `
      <section class="ledger" aria-labelledby="ledger">
        <div>
          <h2 id="ledger">Promised and kept</h2>
          <p class="muted">
            A shopper says something all the while; at each relay somebody listens. What was acknowledged is looked
            for in the log.
          </p>
        </div>
        <dl class="counts">
          ${figure('acknowledged', 'Acknowledged')}
          ${figure('lost', 'Lost')}
          ${figure('doubled', 'Doubled')}
          ${figure('waiting', 'Under way')}
        </dl>
        <div class="burst">
          ${button('send', 'Send 1,000 messages')}
          <p class="muted" data-burst></p>
        </div>
      </section>`;

const database = `
        <article class="card database" aria-labelledby="database">
          <div class="card-head">
            <h3 id="database">PostgreSQL</h3>
            <p class="state" data-database>–</p>
          </div>
          <p class="muted" data-hints></p>
          <div class="buttons">
            ${button('database-stop', 'Stop', 'PostgreSQL')}
            ${button('database-start', 'Start', 'PostgreSQL')}
            ${button('hints-lose', 'Lose every hint')}
            ${button('hints-pass', 'Let hints pass')}
          </div>
        </article>`;

/** The one page of the cluster. What changes on it is put in by its script. */
export const page = ({ shop, desk, proxy, relays }: Links): string => `<!doctype html>
<html lang="en">
  <head>
    <meta charset="utf-8" />
    <meta name="viewport" content="width=device-width, initial-scale=1" />
    <meta name="color-scheme" content="light dark" />
    <title>Shopbell: three relays</title>
    <link rel="icon" href="${escaped(icon)}" />
    <link rel="stylesheet" href="/cluster.css" />
    <script src="/cluster.js" type="module"></script>
  </head>
  <body>
    <header>
      ${mark}
      <h1>Three relays, one PostgreSQL</h1>
      <nav aria-label="Elsewhere">
        <a href="${escaped(shop)}" target="_blank" rel="noopener">The shop</a>
        <a href="${escaped(desk)}" target="_blank" rel="noopener">The desk</a>
      </nav>
    </header>
    <p class="offline" role="alert" hidden>The cluster does not answer. What you see is old.</p>
    <main>${ledger}
      <section aria-labelledby="relays">
        <h2 id="relays" class="hidden">Relays</h2>
        <p class="stretch">
          <b>The proxy</b> at ${escaped(new URL(proxy).host)} gives each request and each WebSocket to a relay by chance.
        </p>
        <div class="relays">${relays.map(relayCard).join('')}
        </div>${database}
      </section>
      <section aria-labelledby="events">
        <h2 id="events">What happened</h2>
        <div class="events" role="log" aria-labelledby="events" tabindex="0"><ol></ol></div>
      </section>
    </main>
  </body>
</html>
`;
