import { StrictMode } from 'react';
import { hydrateRoot } from 'react-dom/client';
import RootLayout from './layout.jsx';
import Page from './page.jsx';

// What Next does in the browser: the same page comes to life.
hydrateRoot(
  document,
  <StrictMode>
    <RootLayout>
      <Page />
    </RootLayout>
  </StrictMode>,
);
