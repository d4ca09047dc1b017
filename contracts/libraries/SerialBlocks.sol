// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IRights} from "../interfaces/IRights.sol";

/// @title Serial blocks: labels on the units of a line
/// @notice count = last - first + 1; no two blocks overlap within a prefix; together they are exactly the quantity.
library SerialBlocks {
    /// @notice Blocks of one right; bounds the comparison of every pair.
    uint256 internal constant MAX_BLOCKS = 64;
    /// @notice Longest prefix, in bytes of UTF-8.
    uint256 internal constant MAX_PREFIX = 64;

    /// @notice Reverts with the index of the first offending block, or with their number if they do not add up.
    function requireExact(IRights.SerialBlock[] calldata blocks, uint256 quantity) internal pure {
        uint256 count = blocks.length;
        if (count == 0) return;
        if (count > MAX_BLOCKS) revert IRights.InvalidSerialBlocks(count);
        bytes32[] memory prefixes = new bytes32[](count);
        uint256 total;
        for (uint256 i = 0; i < count; ++i) {
            IRights.SerialBlock calldata part = blocks[i];
            if (part.first > part.last || bytes(part.prefix).length > MAX_PREFIX)
                revert IRights.InvalidSerialBlocks(i);
            prefixes[i] = keccak256(bytes(part.prefix));
            for (uint256 j = 0; j < i; ++j) {
                bool apart = part.first > blocks[j].last || part.last < blocks[j].first;
                if (prefixes[i] == prefixes[j] && !apart) revert IRights.InvalidSerialBlocks(i);
            }
            total += uint256(part.last) - part.first + 1;
        }
        if (total != quantity) revert IRights.InvalidSerialBlocks(count);
    }
}
