import { Hono } from 'hono';
import type { Books } from '../books/books.ts';
import { piecesOf } from '../cart.ts';
import { messagePage } from '../pages/account.ts';
import { productPage } from '../pages/product.ts';
import { homePage, searchPage, shelfPage } from '../pages/shelf.ts';
import { shelves, type Shelf } from '../range/product.ts';
import type { Session } from '../session.ts';

const isShelf = (id: string): id is Shelf => Object.hasOwn(shelves, id);

/** Looking around: the first page, shelves, search, products. */
export const browseRoutes = ({ products }: Books, { cart, show }: Session): Hono => {
  const routes = new Hono();
  const notFound = messagePage(
    'Not on our shelves',
    'There is nothing at this address. It may have been sold out for good.',
  );

  routes.get('/', (c) => show(c, { title: 'Tea and what it takes', main: homePage(products.all()) }));

  routes.get('/shelves/:shelf', (c) => {
    const shelf = c.req.param('shelf');
    if (!isShelf(shelf)) return show(c, { title: 'Not found', main: notFound, status: 404 });
    const main = shelfPage(
      shelf,
      products.all().filter((product) => product.shelf === shelf),
    );
    return show(c, { title: shelves[shelf], shelf, main });
  });

  routes.get('/search', (c) => {
    const sought = (c.req.query('q') ?? '').trim().slice(0, 120);
    return show(c, { title: 'Search', sought, main: searchPage(sought, products.search(sought)) });
  });

  routes.get('/products/:id', (c) => {
    const product = products.get(c.req.param('id'));
    const wanted = c.req.query('variant');
    const variant = product?.variants.find(({ sku }) => sku === wanted) ?? product?.variants[0];
    if (!product || !variant) return show(c, { title: 'Not found', main: notFound, status: 404 });
    const others = products.all().filter(({ id }) => id !== product.id);
    const near = others.filter(({ shelf }) => shelf !== product.shelf);
    const start = product.title.length % near.length;
    const related = [...near, ...near].slice(start, start + 4);
    const inCart = piecesOf(cart.read(c), variant.sku);
    const main = productPage({ product, variant, inCart, related });
    return show(c, { title: product.title, shelf: product.shelf, main });
  });

  return routes;
};
