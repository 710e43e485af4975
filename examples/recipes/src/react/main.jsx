import { StrictMode, useState } from 'react';
import { createRoot } from 'react-dom/client';
import { Chat } from './chat.jsx';

const App = () => {
  const [unread, setUnread] = useState(0);
  return (
    <>
      <h1>Kettles</h1>
      <p>{unread} unread</p>
      <Chat relay="https://chat.example" shop="demo" onUnread={setUnread} />
    </>
  );
};

createRoot(document.getElementById('app')).render(
  <StrictMode>
    <App />
  </StrictMode>,
);
