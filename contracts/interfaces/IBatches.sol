// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

/// @title Many acts in one transaction, each standing or falling alone
/// @notice The acts may be of any kind and on any registry, but on distinct subjects: the second on one subject builds on a state that the
/// first has replaced, and is refused. What one act does wrong harms no other.
///
/// Assumptions. Registries believe this contract, and no other, when it says for whom it calls; it only ever says its own sender. It
/// has no storage, no governance and no successor: registries that trust another one are successors themselves.
interface IBatches {
    struct Act {
        /// an appointed registry
        address registry;
        /// all the gas that the act may use
        uint64 gas;
        /// selector and arguments
        bytes data;
    }

    /// @notice The act at `index` was refused and changed nothing; `reason` is what it reverted with, at most {MAX_REASON} bytes of it.
    event ActRefused(uint256 indexed index, bytes reason);

    /// @notice 1 to {MAX_ACTS} acts in a transaction.
    error InvalidActCount(uint256 count);
    /// @notice The transaction has not the gas that the act at `index` was promised: nothing is done at all. Give it more.
    error NotEnoughGas(uint256 index);
    /// @notice There is no such registry.
    error NotARegistry(address registry);

    /// @notice Performs each act for the sender, in order.
    /// @return refused how many were refused
    function attempt(Act[] calldata acts) external returns (uint256 refused);
}
