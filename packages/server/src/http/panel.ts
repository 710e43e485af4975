import { protocolVersion } from '@shopbell/protocol';
import type { ShopRow } from '../store/store.ts';
import { prepareFile, type Folder, type StaticFile } from './folder.ts';
import { escapeHtml } from './page.ts';

const placeholder = '%SHOPBELL_CONFIG%';

/** The panel’s one document for a shop, or `null` while the widget is not built. */
export type PanelPages = (shop: ShopRow) => Promise<StaticFile | null>;

/** Fills the built panel with each shop’s configuration; kept until the build or the shop changes. */
export const createPanelPages = (widget: Folder): PanelPages => {
  const pages = new Map<string, { version: string; page: StaticFile }>();
  return async ({ id, name, origins }) => {
    const template = await widget.file('panel.html');
    if (template === null) return null;
    const config = JSON.stringify({ shop: id, name, origins, protocol: protocolVersion });
    const version = `${template.etag} ${config}`;
    const known = pages.get(id);
    if (known?.version === version) return known.page;
    const html = template.body.toString().replace(placeholder, () => escapeHtml(config));
    const page = await prepareFile('panel.html', Buffer.from(html));
    pages.set(id, { version, page });
    return page;
  };
};
