import identityCss from './identity.css?inline';
import storyCss from './story.css?inline';

// The document’s policy knows its own style block alone; a sheet made by its script is none.
if ('replaceSync' in CSSStyleSheet.prototype) {
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(storyCss + identityCss);
  document.adoptedStyleSheets.push(sheet);
}

/** What the panel fetches when a conversation first needs it. */
export { CardView } from '@shopbell/look';
export { IdentityView } from './identity-view.tsx';
export { StoryView } from './story-view.tsx';
