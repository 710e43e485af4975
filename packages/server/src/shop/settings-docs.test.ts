import { ShopSettings } from '@shopbell/protocol';
import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';

const page = readFileSync(new URL('../../../../docs/serving.md', import.meta.url), 'utf8');

test('R53 the settings the documentation shows are settings, and hold every one there is', () => {
  const [, example = ''] = /```json\n([\s\S]*?)```/.exec(page) ?? [];
  const settings = ShopSettings.parse(JSON.parse(example));
  expect(Object.keys(settings).toSorted()).toEqual(Object.keys(ShopSettings.shape).toSorted());
});
