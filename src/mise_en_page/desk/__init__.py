"""The live proof: an issue held warm, its pages as pictures, and the page in the browser that shows them."""
