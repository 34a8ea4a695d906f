import { render } from 'preact';
import { App } from './app.tsx';
import './styles/tokens.css';
import './styles/base.css';
import './styles/controls.css';
import './styles/feedback.css';
import './styles/header.css';
import './styles/photos.css';
import './styles/pages.css';
import './styles/uploads.css';

const root = document.getElementById('app');
if (!root) throw new Error('index.html lacks #app');
render(<App />, root);
