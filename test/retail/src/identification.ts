import type { Books } from './books.ts';
import type { Refusal } from './plan.ts';

/** Who stands at the other end, as far as an office knows. */
export type AtTheDoor = { conversation: string; shopper: { verified: { sub: string } | null } };

/**
 * Who each conversation is about: the customer the shop has signed in, else the first one found by e-mail or by name
 * and zip code. One conversation, one customer; of everybody else nothing is told and nothing done.
 */
export type Identification = {
  /** Why an input is none of this conversation's business, if it is not. */
  readonly objection: (door: AtTheDoor, input: object) => Refusal | null;
  /** Writes down who was found; refuses when the conversation is about somebody else. */
  readonly found: (door: AtTheDoor, customer: string) => Refusal | null;
};

const oneCustomer = 'One conversation is about one customer: this is somebody else’s.';

const ownerOf = (books: Books, input: object): string | undefined => {
  const { order_id, user_id } = input as { order_id?: string; user_id?: string };
  return order_id === undefined ? user_id : books.order(order_id)?.user_id;
};

/** Keeps who each conversation is about, for as long as the office is open. */
export const createIdentification = (books: Books): Identification => {
  const known = new Map<string, string>();
  const customerOf = ({ conversation, shopper }: AtTheDoor): string | undefined =>
    shopper.verified?.sub ?? known.get(conversation);
  return {
    objection: (door, input) => {
      const owner = ownerOf(books, input);
      const customer = customerOf(door);
      if (owner === undefined || owner === customer) return null;
      return customer === undefined
        ? { refuse: 'Find the customer first, by e-mail or by name and zip code.' }
        : { refuse: oneCustomer };
    },
    found: (door, customer) => {
      const about = customerOf(door);
      if (about !== undefined && about !== customer) return { refuse: oneCustomer };
      known.set(door.conversation, customer);
      return null;
    },
  };
};
