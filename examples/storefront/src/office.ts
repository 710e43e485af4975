import { openOffice } from '@shopbell/agent';
import { createHttpShop, shopActions } from '@shopbell/commerce';
import { readOfficeSettings } from './config.ts';

try {
  const { relayUrl, officeKey, apiUrl, apiKey } = readOfficeSettings();
  const shop = createHttpShop({ url: apiUrl, key: apiKey });
  const office = await openOffice({ url: relayUrl, key: officeKey, actions: shopActions(shop) });
  console.log(`The back office offers ${office.accepted.join(', ')}.`);
  let isClosing = false;
  const close = (): void => {
    if (isClosing) return;
    isClosing = true;
    void office.close();
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
} catch (error) {
  console.error(`The back office could not open: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
