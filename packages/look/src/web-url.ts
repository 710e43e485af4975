/** The address when it is http or https; `undefined` for anything else (javascript:, data:, nonsense). */
export const webUrl = (address: string | undefined): string | undefined =>
  address !== undefined && /^https?:\/\//i.test(address) && URL.canParse(address) ? address : undefined;
