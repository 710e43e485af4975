/** Text as SVG takes it. */
const escaped = (text: string): string =>
  text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;');

type Attributes = Readonly<Record<string, string | number>>;

/** One element; `inside` is SVG already. */
export const element = (name: string, attributes: Attributes, inside = ''): string => {
  const all = Object.entries(attributes).map(([key, value]) => ` ${key}="${escaped(String(value))}"`);
  return inside === '' ? `<${name}${all.join('')}/>` : `<${name}${all.join('')}>${inside}</${name}>`;
};

/** A line of text. */
export const label = (text: string, attributes: Attributes): string =>
  element('text', attributes, escaped(text));

/** A number as short as it stays honest: 1,250 · 12.5 · 0.94. */
export const shortNumber = (value: number): string => {
  if (value !== 0 && Math.abs(value) < 10) return value.toFixed(2);
  if (Math.abs(value) < 100) return value.toFixed(1);
  return Math.round(value).toLocaleString('en-US');
};

// A picture in a page follows the reader’s own scheme: no script, no colour from outside.
const style = `
  text { font: 13px system-ui, sans-serif; fill: #24292f }
  .title { font-size: 15px; font-weight: 600 } .quiet { fill: #57606a; font-size: 12px }
  .axis { stroke: #d0d7de } .target { stroke: #bf3989; stroke-dasharray: 4 3 } text.target { fill: #bf3989; stroke: none }
  .s0 { fill: #8c959f; stroke: #8c959f } .s1 { fill: #0969da; stroke: #0969da } .s2 { fill: #1a7f37; stroke: #1a7f37 }
  .s3 { fill: #bc4c00; stroke: #bc4c00 } .line { fill: none; stroke-width: 2 } .back { fill: #fff }
  @media (prefers-color-scheme: dark) {
    text { fill: #e6edf3 } .quiet { fill: #9198a1 } .axis { stroke: #3d444d } .back { fill: #0d1117 }
    .target { stroke: #f778ba } text.target { fill: #f778ba }
    .s0 { fill: #848d97; stroke: #848d97 } .s1 { fill: #4493f8; stroke: #4493f8 }
    .s2 { fill: #3fb950; stroke: #3fb950 } .s3 { fill: #f0883e; stroke: #f0883e } .line { fill: none }
  }`;

/** A whole picture with its title; the description is what somebody hears who does not see it. */
export const picture = (
  {
    title,
    description,
    width,
    height,
  }: { title: string; description: string; width: number; height: number },
  inside: string,
): string => {
  const head = element('title', {}, escaped(title)) + element('desc', {}, escaped(description));
  const back = element('rect', { class: 'back', width, height, rx: 6 });
  const top = label(title, { class: 'title', x: 16, y: 26 });
  const attributes = {
    xmlns: 'http://www.w3.org/2000/svg',
    viewBox: `0 0 ${width} ${height}`,
    width,
    height,
    role: 'img',
  };
  return `${element('svg', attributes, `${head}${element('style', {}, style)}${back}${top}${inside}`)}\n`;
};
