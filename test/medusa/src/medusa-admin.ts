import type { Started } from './start.ts';

type Answer = Record<string, unknown>;

/** An order as Medusa’s Admin API tells it, as far as effects show there. */
export type Seen = {
  status: string;
  payment_status: string;
  shipping_address: {
    first_name: string;
    last_name: string;
    address_1: string;
    postal_code: string;
    city: string;
  };
  payment_collections: { payments: { refunds: { amount: number; note: string | null }[] }[] }[];
};
/** A return as Medusa’s Admin API tells it. */
export type SeenReturn = { status: string; items: { quantity: number; item_id: string }[] };

/** Medusa’s own Admin API, asked without anything of ours in between. */
export const medusaAdmin = async ({ medusa: { url, login } }: Started) => {
  const json = { 'content-type': 'application/json' };
  const body = JSON.stringify(login);
  const signedIn = await fetch(`${url}/auth/user/emailpass`, { method: 'POST', headers: json, body });
  const { token } = (await signedIn.json()) as { token: string };
  const get = async (path: string): Promise<Answer> => {
    const response = await fetch(`${url}/admin/${path}`, { headers: { authorization: `Bearer ${token}` } });
    if (!response.ok) throw new Error(`Medusa says ${response.status} to ${path}.`);
    return (await response.json()) as Answer;
  };
  const { orders } = (await get('orders?limit=100&fields=id,display_id')) as {
    orders: { id: string; display_id: number }[];
  };
  const idOf = (number: string): string => {
    const found = orders.find(({ display_id: display }) => String(display) === number);
    if (found === undefined) throw new Error(`Medusa has no order ${number}.`);
    return found.id;
  };
  return {
    get,
    token: async () => token,
    order: async (number: string): Promise<Seen> =>
      (await get(`orders/${idOf(number)}?fields=+payment_status`))['order'] as Seen,
    returnsOf: async (number: string): Promise<SeenReturn[]> =>
      (await get(`returns?order_id=${idOf(number)}&fields=id,status,*items`))['returns'] as SeenReturn[],
    refundsOf: async (number: string): Promise<number[]> =>
      ((await get(`orders/${idOf(number)}`))['order'] as Seen).payment_collections
        .flatMap(({ payments }) => payments)
        .flatMap(({ refunds }) => refunds.map(({ amount }) => amount)),
  };
};

/** {@link medusaAdmin}, signed in. */
export type MedusaAdmin = Awaited<ReturnType<typeof medusaAdmin>>;
