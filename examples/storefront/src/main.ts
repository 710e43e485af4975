import { readShopSettings } from './config.ts';
import { startStorefront } from './storefront.ts';

try {
  const settings = readShopSettings();
  const shop = await startStorefront(settings);
  console.log(`The shop is open at ${settings.publicUrl}/ (port ${shop.port}).`);
  let isClosing = false;
  const close = (): void => {
    if (isClosing) return;
    isClosing = true;
    void shop.close();
  };
  process.on('SIGTERM', close);
  process.on('SIGINT', close);
} catch (error) {
  console.error(`The shop could not open: ${error instanceof Error ? error.message : String(error)}`);
  process.exitCode = 1;
}
