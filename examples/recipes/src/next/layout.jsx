import { Chat } from './chat.jsx';

/** `app/layout.jsx`: rendered on the server, where there is no page; the chat begins in the browser. */
export default function RootLayout({ children }) {
  return (
    <html lang="en">
      <head>
        <title>Next</title>
      </head>
      <body>
        {children}
        <Chat relay="https://chat.example" shop="demo" />
      </body>
    </html>
  );
}
