"""What counterparts have promised, and the points that Sweden follows up itself."""
