// A product that takes its caller's word for who they are, and asks Roster what they may do.
import express from 'express';
import { needs } from './needs.mjs';

const app = express();
app.use((req, res, next) => {
  req.session = { userId: req.get('x-user') };
  next();
});
app.get('/accounts/:account/payments', needs('payments:read'), (req, res) => res.send('paid'));
app.listen(Number(process.argv[2]), '127.0.0.1');
