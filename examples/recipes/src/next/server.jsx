import { renderToString } from 'react-dom/server';
import RootLayout from './layout.jsx';
import Page from './page.jsx';

/** What Next does on the server: the page as HTML. */
export const render = () =>
  `<!doctype html>${renderToString(
    <RootLayout>
      <Page />
    </RootLayout>,
  )}`;
