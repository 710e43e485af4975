import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { OrderStatus } from '@shopbell/commerce';
import { describe, expect, it } from 'vitest';
import { people } from '../range/people.ts';
import { openBooks, type Books } from './books.ts';
import { openDatabase } from './database.ts';
import { sumOf, type StoredOrder } from './orders.ts';

const now = Date.UTC(2026, 10, 22, 12);
const allOrders = ({ orders }: Books): StoredOrder[] =>
  Array.from({ length: 60 }, (_, index) => orders.get(`AS-${10_401 + index}`)).filter(
    (order) => order !== null,
  );

describe('the seeded books', () => {
  it('hold sixty orders, in every state, none after now, each adding up', () => {
    const books = openBooks(':memory:', now);
    const orders = allOrders(books);
    books.close();
    expect(orders).toHaveLength(60);
    expect(new Set(orders.map(({ status }) => status))).toEqual(new Set(OrderStatus.options));
    for (const order of orders) {
      expect(order.placedAt).toBeLessThanOrEqual(now);
      expect(order.total).toBe(sumOf(order));
      expect(order.total).toBeGreaterThan(0);
      expect(order.tracking !== null).toBe(
        ['shipped', 'delivered', 'returned', 'refunded'].includes(order.status),
      );
    }
    const times = orders.map(({ placedAt }) => placedAt);
    expect(times).toEqual(times.toSorted((a, b) => a - b));
  });

  it('give everybody orders of their own, one on its way for the first of them', () => {
    const books = openBooks(':memory:', now);
    for (const { sub } of people) expect(books.orders.of({ sub }).length).toBeGreaterThan(3);
    expect(books.orders.of({ sub: 'customer-2001' })[0]?.status).toBe('shipped');
    books.close();
  });

  it('are the same each time, and move with the clock', () => {
    const [first, second, later] = [
      openBooks(':memory:', now),
      openBooks(':memory:', now),
      openBooks(':memory:', now + 86_400_000),
    ];
    expect(allOrders(second)).toEqual(allOrders(first));
    expect(allOrders(later).map(({ placedAt }) => placedAt - 86_400_000)).toEqual(
      allOrders(first).map(({ placedAt }) => placedAt),
    );
    for (const books of [first, second, later]) books.close();
  });

  it('stay as they are when they are opened again', () => {
    const folder = mkdtempSync(join(tmpdir(), 'books-'));
    const file = join(folder, 'shop.db');
    const first = openBooks(file, now);
    const before = allOrders(first);
    first.close();
    const again = openBooks(file, now + 86_400_000);
    expect(allOrders(again)).toEqual(before);
    again.close();
    rmSync(folder, { recursive: true });
  });

  it('refuse a file that a newer shop has written', () => {
    const folder = mkdtempSync(join(tmpdir(), 'books-'));
    const file = join(folder, 'shop.db');
    const database = new DatabaseSync(file);
    database.exec('PRAGMA user_version = 99');
    database.close();
    expect(() => openDatabase(file)).toThrow(/newer version/);
    rmSync(folder, { recursive: true });
  });
});
