// SPDX-License-Identifier: Apache-2.0
pragma solidity ^0.8.30;

import {IBatches} from "../interfaces/IBatches.sol";
import {Members} from "../libraries/Members.sol";
import {Registry} from "./Registry.sol";

/// @title Who acts: the sender of the transaction, be it alone or with many acts in one
/// @notice {IBatches} calls for its sender and puts the address behind the arguments. No other contract may act for another sender.
abstract contract Acting is Registry {
    IBatches private immutable _BATCHES;

    constructor(IBatches batches) {
        _BATCHES = batches;
    }

    /// @notice The institution that acts, see {Members.authorize}.
    function _authorize(uint8 duties, uint16 capacities) internal view returns (uint32 number) {
        return Members.authorize(_LEDGER, _actor(), duties, capacities);
    }

    function _actor() internal view returns (address actor) {
        if (msg.sender != address(_BATCHES)) return msg.sender;
        // {IBatches} puts its sender, an address of 20 bytes, at the end of the calldata.
        return address(bytes20(msg.data[msg.data.length - 20:]));
    }
}
