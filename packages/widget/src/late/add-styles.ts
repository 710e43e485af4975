/** Adds styles to the document. Its policy knows its own style block alone; a sheet made by its script is none. */
export const addStyles = (css: string): void => {
  if (!('replaceSync' in CSSStyleSheet.prototype)) return;
  const sheet = new CSSStyleSheet();
  sheet.replaceSync(css);
  document.adoptedStyleSheets.push(sheet);
};
