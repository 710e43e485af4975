import { execFileSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { runCluster } from '@shopbell-example/cluster/run-cluster';
import { until } from '@shopbell-test/kit';
import axe from 'axe-core';
import type { Page } from 'playwright-core';
import { expect, test } from 'vitest';
import { openBrowser, openPage } from './browser.ts';
import { freePorts } from './free-ports.ts';
import { lookAt } from './journey-stage.ts';

/** The page, by what its reader sees. */
const readerOf = (page: Page) => {
  const relay = (name: string) => page.getByRole('article', { name });
  const figure = async (label: string): Promise<number> => {
    const shown = page.locator('.counts div').filter({ hasText: label }).locator('dd');
    return Number((await shown.textContent())?.replaceAll(',', ''));
  };
  return {
    figure,
    state: (name: string, state: RegExp) =>
      relay(name).locator('.state').filter({ hasText: state }).waitFor(),
    delivery: (name: string) => relay(name).locator('[data-figure=p50]').textContent(),
    /** By keys: to the button, and Enter. It keeps the focus, whatever becomes of it. */
    press: async (name: string): Promise<void> => {
      const button = page.getByRole('button', { name, exact: true });
      await until(
        `${name} to be allowed`,
        async () => (await button.getAttribute('aria-disabled')) === 'false',
      );
      await button.focus();
      await page.keyboard.press('Enter');
    },
    said: (what: RegExp) => page.getByRole('log').getByText(what).first().waitFor(),
    /** So many more are acknowledged than now; `act` is done meanwhile. */
    goesOn: async (more: number, act: () => Promise<void> = async () => {}): Promise<void> => {
      const before = await figure('Acknowledged');
      await act();
      const isThere = async (): Promise<boolean> => (await figure('Acknowledged')) >= before + more;
      await until('more to be acknowledged', isThere, 60_000);
    },
  };
};

const processesNaming = (texts: readonly string[]): string[] =>
  execFileSync('ps', ['-A', '-o', 'args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => texts.some((text) => line.includes(text)));

test(
  'the cluster survives what its page does to it, and leaves nothing behind',
  { timeout: 180_000 },
  async () => {
    await using cluster = runCluster({ port: await freePorts(3) });
    const { page: url, data, relay } = await cluster.started;
    const own = [data, new URL(relay).origin];
    await using browser = await openBrowser();
    const { page, context, complaints } = await openPage(browser);
    page.setDefaultTimeout(30_000);
    await context.addInitScript(axe.source);
    await page.goto(url);
    const { figure, state, delivery, press, said, goesOn } = readerOf(page);
    const names = ['Relay 1', 'Relay 2', 'Relay 3'];
    for (const name of names) {
      await state(name, /^Up/);
      await until(`${name} to hear`, async () => /^[\d.]+ m?s$/.test((await delivery(name)) ?? ''), 20_000);
    }

    await press('Send 1,000 messages');
    await press('kill -9: Relay 2');
    await state('Relay 2', /^Down/);
    await page.getByText(/^All 1,000 acknowledged after/).waitFor();
    await press('Drain: Relay 1');
    await state('Relay 1', /^Down/);
    await said(/Relay 1 has drained and ended after/);
    await goesOn(1);
    expect(await lookAt('cluster-hurt', page)).toEqual([]);
    for (const name of ['Relay 1', 'Relay 2']) {
      await press(`Start: ${name}`);
      await state(name, /^Up/);
    }
    await press('Lose every hint');
    await goesOn(2);
    await press('Let hints pass');
    await press('Stop: PostgreSQL');
    await said(/PostgreSQL is stopped/);
    await press('Start: PostgreSQL');
    await said(/PostgreSQL is up again/);
    await goesOn(2);
    await goesOn(1_000, () => press('Send 1,000 messages'));
    await until('nothing to be under way', async () => (await figure('Under way')) === 0, 20_000);
    expect(await lookAt('cluster', page)).toEqual([]);
    expect(await figure('Acknowledged')).toBeGreaterThan(2_000);
    expect([await figure('Lost'), await figure('Doubled')]).toEqual([0, 0]);
    expect(complaints).toEqual([]);

    expect(processesNaming(own).length).toBeGreaterThanOrEqual(4);
    expect(await cluster.stop()).toBe(0);
    expect(processesNaming(own)).toEqual([]);
    expect(existsSync(data)).toBe(false);
  },
);
