// The shop's catalog: a page for each product and for each category, in two routers. Nothing imports this file
// until step 22, bound-the-labels, where you mount both routers in main.ts.
import { Router } from 'express';
import { store } from './store.ts';

/** Made for the path `/products`: there, it answers `GET /products/42`. */
export const products = Router();

products.get('/:id', async (req, res) => {
  await store.listProducts();
  res.status(200).type('text').send(`product ${req.params.id}`);
});

/** Made for the path `/categories`: there, it answers `GET /categories/mugs`. */
export const categories = Router();

categories.get('/:id', async (req, res) => {
  await store.listProducts();
  res.status(200).type('text').send(`category ${req.params.id}`);
});
