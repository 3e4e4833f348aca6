"""What Home Assistant, its Marketplace and this project ask of the tree, each as a function: tree -> findings.

A finding is one line of text naming the file. hassfest, which does the first half of this, is not packaged, so it cannot
be run everywhere: the rules that matter to this integration are told here in our own words.
"""
