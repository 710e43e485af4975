const sidePx = 96;

/**
 * A small picture of a file as a `data:` address, drawn here; `null` where the browser cannot read one from it. The panel’s
 * policy lets no page show a file’s own bytes.
 */
export const previewOf = async (file: Blob): Promise<string | null> => {
  if (!/^image\/(jpeg|png|gif|webp|avif)$/.test(file.type)) return null;
  try {
    const picture = await createImageBitmap(file);
    const scale = Math.min(1, sidePx / Math.min(picture.width, picture.height));
    const canvas = document.createElement('canvas');
    canvas.width = canvas.height = sidePx;
    const [width, height] = [picture.width * scale, picture.height * scale];
    canvas.getContext('2d')?.drawImage(picture, (sidePx - width) / 2, (sidePx - height) / 2, width, height);
    picture.close();
    return canvas.toDataURL('image/webp', 0.7);
  } catch {
    return null;
  }
};
